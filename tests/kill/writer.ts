import { writeSync } from 'node:fs';
import { SqliteVault } from '#adapters/sqlite-vault';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { seededRandom } from './seeded-random.ts';
import type { WriterLine } from './writer-lines.ts';

/**
 * The process that is killed: adds, edits and removes keys until then. Each commit touches two records of one key, so
 * that a half one would show. A line goes to stdout before and after each commit, written when this returns.
 */
const [folder = '', seed = '0', existingIds = ''] = process.argv.slice(2);
const maxKeys = 400;

function tell(line: WriterLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

const random = seededRandom(Number(seed));
const ids = existingIds === '' ? [] : existingIds.split(',');
const vault = new SqliteVault(folder, new FakeKeyring());
tell({ line: 'opening' });
const opening = await vault.open();
tell({ line: 'opened', state: opening.state });

for (let n = 0; opening.state === 'open'; n++) {
  const isNew = ids.length === 0 || (ids.length < maxKeys && random() < 0.5);
  const at = Math.floor(random() * ids.length);
  const id = isNew ? `key-${seed}-${n}` : (ids[at] ?? '');
  const value = !isNew && random() < 0.1 ? null : `${seed}-${n}-${'x'.repeat(Math.floor(random() * 3000))}`;
  if (isNew) ids.push(id);
  if (value === null) ids.splice(at, 1);
  tell({ line: 'begin', id, value });
  const done = await vault.commit(
    value === null
      ? [
          { remove: 'key', id },
          { remove: 'keySecrets', id },
        ]
      : [
          { put: 'key', id, json: value },
          { put: 'keySecrets', id, json: value },
        ],
  );
  tell(done.ok ? { line: 'done' } : { line: 'failed', kind: done.failure.kind });
  if (!done.ok) break;
}
