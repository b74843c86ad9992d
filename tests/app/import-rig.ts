import type { ImportItem } from '#contract/calls';
import type { ImportPreview } from '#contract/import-view';
import type { KeyfobInMemory } from './keyfob-in-memory.ts';

const host = 'https://cloud-api.celerdata.com';
/** As the preview names it. */
export const shownHost = 'cloud-api.celerdata.com';

/** A table of keys. */
export const csv = (...rows: string[]) => `name,provider,host,client_id,client_secret\n${rows.join('\n')}\n`;

/** One row of it. */
export const row = (name: string, secret = `secret-of-${name}`, at = host) =>
  `${name},celerdata,${at},id-of-${name},${secret}`;

/** A call of a service that no preset describes. */
export const curl = (path: string, secret: string) =>
  `curl -u me:${secret} -d grant_type=account_credentials -d account_id=77 https://login.hotel.example/${path}`;

/** All rows as the preview shows them. */
export function itemsOf({ rows }: ImportPreview, fields: Record<string, string> = {}): ImportItem[] {
  return rows.map(({ index, name, presetId }) => ({ index, name, presetId, fields }));
}

const hostsOf = ({ rows }: ImportPreview) => [
  ...new Set(rows.flatMap((each) => (each.host === null ? [] : [each.host]))),
];

/** The answer for an import that is over. */
export const forgotten = { ok: false, failure: { kind: 'keyNotFound' } };

/** The names of all stored keys, in order of the alphabet. */
export const namesIn = (keyfob: KeyfobInMemory): readonly string[] =>
  keyfob.app
    .snapshot()
    .keys.map(({ name }) => name)
    .toSorted();

/** Reads a text that can be read. */
export async function readText(keyfob: KeyfobInMemory, text: string): Promise<ImportPreview> {
  const preview = await keyfob.app.imports.read(text);
  if (!preview.ok) throw new Error(JSON.stringify(preview.failure));
  return preview.value;
}

/** Stores rows, all of them if nothing else is said, with every host ticked, and lets the first exchanges happen. */
export async function commitRows(
  keyfob: KeyfobInMemory,
  preview: ImportPreview,
  items = itemsOf(preview),
  hosts: readonly string[] = hostsOf(preview),
) {
  const done = await keyfob.app.imports.commit(preview.importId, items, hosts);
  await keyfob.time.advance(0);
  return done;
}
