import { SqliteVault } from '#adapters/sqlite-vault';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import type { AcknowledgedKeys } from './acknowledged-keys.ts';

/** Keys in a commit: large enough to be quick, small enough for the write-ahead log. */
const keysAtOnce = 500;

/** Stores so many keys, two records each, as a vault that has been in use for long, and tells `keys` of them. */
export async function fillVault(folder: string, count: number, keys: AcknowledgedKeys): Promise<void> {
  const vault = new SqliteVault(folder, new FakeKeyring());
  await vault.open();
  for (let from = 0; from < count; from += keysAtOnce) {
    const ids = Array.from({ length: Math.min(keysAtOnce, count - from) }, (_, at) => `old-${from + at}`);
    const value = (id: string) => `${id} ${'x'.repeat(250)}`;
    const done = await vault.commit(
      ids.flatMap((id) => [
        { put: 'key', id, json: value(id) } as const,
        { put: 'keySecrets', id, json: value(id) } as const,
      ]),
    );
    if (!done.ok) throw new Error(`The vault could not be filled: ${done.failure.kind}`);
    for (const id of ids) keys.acknowledge(id, value(id));
  }
  vault.close();
}
