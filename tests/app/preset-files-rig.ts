import type { KeyId } from '#core/api-key';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

interface Acme {
  host: string;
  id?: string;
  name?: string;
}

/** The text of a small preset file. */
export function acme({ host, id = 'acme', name = 'Acme' }: Acme): string {
  const exchange = {
    request: {
      method: 'POST',
      url: `https://${host}/token`,
      body: { kind: 'json', members: { key: '{{apiKey}}' } },
    },
  };
  const fields = [{ id: 'apiKey', label: 'API key', kind: 'secret' }];
  return JSON.stringify({ id, name, keyKind: 'exchange', fields, exchange });
}

/** A preset that works. */
export const good = acme({ host: 'acme.example' });

/** The text of a preset of the same id whose key is itself the token. */
export function staticPreset(): string {
  const fields = [{ id: 'apiKey', label: 'API key', kind: 'secret' }];
  return JSON.stringify({ id: 'acme', name: 'Acme', keyKind: 'static', tokenField: 'apiKey', fields });
}

/** The program, started with these files. */
export async function withFiles(files: Record<string, string>): Promise<KeyfobInMemory> {
  const keyfob = new KeyfobInMemory();
  for (const [name, text] of Object.entries(files)) keyfob.presetFiles.put(name, text);
  await keyfob.app.start();
  return keyfob;
}

/** Saves a file, as an editor does. */
export async function put(keyfob: KeyfobInMemory, name: string, text: string): Promise<void> {
  keyfob.presetFiles.put(name, text);
  await keyfob.time.advance(1_000);
}

/** Removes a file, as a file manager does. */
export async function remove(keyfob: KeyfobInMemory, name: string): Promise<void> {
  await keyfob.presetFiles.remove(name);
  await keyfob.time.advance(1_000);
}

/** What the add form sends for a key of this provider. */
export const acmeDraft = () => draft({ presetId: 'acme', fields: { apiKey: 'canary-acme-key' } });
/** Adds a key of this provider. */
export const addAcme = (keyfob: KeyfobInMemory) => keyfob.add(acmeDraft());
/** Ids of the presets that come from files. */
export const userPresets = (keyfob: KeyfobInMemory) =>
  keyfob.app
    .snapshot()
    .presets.filter(({ source }) => source === 'user')
    .map(({ id }) => id);
/** What the page is told of the files. */
export const problems = (keyfob: KeyfobInMemory) => keyfob.app.snapshot().presetProblems;
/** Why a key has no token. */
export const failureOf = (keyfob: KeyfobInMemory, id: KeyId) =>
  keyfob.app.snapshot().keys.find((key) => key.id === id)?.token.failure;
/** The host of each request so far. */
export const hosts = (keyfob: KeyfobInMemory) => keyfob.http.requests.map(({ url }) => new URL(url).host);
/** Why nothing is sent for a key whose preset file changed. */
export const presetChanged = { kind: 'invalidInput', step: 'prepare', reason: 'presetChanged' };
