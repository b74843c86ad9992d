import { plainExportPhrase, type RestorePreview } from '#contract/restore-view';
import type { RecordType } from '#core/ports';
import { Secret } from '#core/secret';
import type { KeyfobInMemory } from './keyfob-in-memory.ts';

/** Where the user wants every file. */
export const exportPath = '/home/me/keyfob.file';
/** The answer of a user who wants it there. */
export const chooseHere = async () => exportPath;

const types: readonly RecordType[] = ['key', 'keySecrets', 'keyUse', 'token', 'rotation'];

/** Every record of every key, as it is stored. */
export async function recordsOf({ access }: KeyfobInMemory): Promise<Record<string, string>> {
  const all: [string, string][] = [];
  for (const type of types) {
    const read = await access.readAll(type);
    if (!read.ok) throw new Error(JSON.stringify(read.failure));
    for (const [id, json] of read.value.records) all.push([`${type} ${id}`, json]);
  }
  return Object.fromEntries(all.toSorted());
}

/** The text of an export without protection. */
export async function exportedText(keyfob: KeyfobInMemory): Promise<string> {
  const saved = await keyfob.app.exports.savePlain(plainExportPhrase, chooseHere);
  const text = keyfob.files.texts.get(exportPath);
  if (!saved.ok || text === undefined) throw new Error(`not exported: ${JSON.stringify(saved)}`);
  return text;
}

/** The same with another content. */
export function changed(
  text: string,
  change: (document: { keys: Record<string, unknown>[] }) => void,
): string {
  const document = JSON.parse(text);
  change(document);
  return JSON.stringify(document);
}

/** Opens a file whose content is this. */
export function openText(keyfob: KeyfobInMemory, text: string | Uint8Array): string {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const opened = keyfob.app.restores.open({ fileName: 'keyfob.json', bytes });
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
  return opened.value.exportId;
}

/** Opens it and looks at it, without a passphrase. */
export async function previewText(
  keyfob: KeyfobInMemory,
  text: string,
): Promise<RestorePreview & { readonly exportId: string }> {
  const exportId = openText(keyfob, text);
  const preview = await keyfob.app.restores.preview(exportId, new Secret(''));
  if (!preview.ok) throw new Error(JSON.stringify(preview.failure));
  return { ...preview.value, exportId };
}

/** Opens it, restores it and lets the first exchanges happen. */
export async function restoreText(keyfob: KeyfobInMemory, text: string, how: 'merge' | 'replace') {
  const { exportId } = await previewText(keyfob, text);
  const done = await keyfob.app.restores.restore(exportId, how);
  await keyfob.time.advance(1_000);
  return { exportId, done };
}
