import { writeSync } from 'node:fs';
import { SqliteVault } from '#adapters/sqlite-vault';
import { FakeKeyring } from '../fakes/fake-keyring.ts';

/** What {@link killBackups} hears: of each value before and after it is stored. */
export type MakerLine = { readonly line: 'opening' } | { readonly line: 'stored'; readonly value: string };

/**
 * The process that is killed while it recovers a vault and makes backups: it opens, stores a value and closes, which makes
 * a backup, again and again.
 */
const [folder = '', stateFolder = '', seed = ''] = process.argv.slice(2);

function tell(line: MakerLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

for (let n = 0; ; n++) {
  const vault = new SqliteVault(folder, new FakeKeyring(), stateFolder);
  tell({ line: 'opening' });
  const opening = await vault.open();
  if (opening.state !== 'open') break;
  const value = `${seed}-${n}`;
  const done = await vault.commit([{ put: 'key', id: 'key', json: value }]);
  if (done.ok) tell({ line: 'stored', value });
  vault.close();
}
