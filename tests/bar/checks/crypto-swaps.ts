import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { SealedVault } from '../../storage/sealed-vault.ts';
import type { CheckResult } from '../check-result.ts';

/** Changes by somebody without the key who knows the format well. Each starts from the same vault. */
const changes: Readonly<Record<string, string>> = {
  'two records swap their content': swap('nonce', 'ciphertext'),
  'two records swap content and version': swap('nonce', 'ciphertext', 'version'),
  'two records swap their ids':
    "UPDATE record SET id = CASE id WHEN 'a' THEN 'x' WHEN 'b' THEN 'a' ELSE id END; UPDATE record SET id = 'b' WHERE id = 'x'",
  'a record moves to another type': "UPDATE record SET type = 'token' WHERE id = 'a'",
  'a record gets an unknown type': "UPDATE record SET type = 'unheardOf' WHERE id = 'a'",
  'a record gets a later version': "UPDATE record SET version = version + 1 WHERE id = 'a'",
  'a record gets no version': "UPDATE record SET version = 0 WHERE id = 'a'",
  'a record is copied to a new id':
    "INSERT INTO record SELECT type, 'z', version, nonce, ciphertext FROM record WHERE id = 'a'",
  'a record is copied to another type':
    "INSERT INTO record SELECT 'token', id, version, nonce, ciphertext FROM record WHERE id = 'a'",
  'a record is removed': "DELETE FROM record WHERE id = 'a'",
  'all records are removed': 'DELETE FROM record',
  'the generation is lowered': 'UPDATE header SET generation = generation - 1',
  'the generation is raised': 'UPDATE header SET generation = generation + 1',
  'the vault gets another id': "UPDATE header SET vault_id = '00000000-0000-4000-8000-000000000000'",
  'the slots swap their types':
    "UPDATE slot SET type = CASE type WHEN 'os' THEN 'recovery' WHEN 'recovery' THEN 'os' ELSE type END",
  'the slots swap their keys':
    'UPDATE slot SET (nonce, wrapped_key) = (SELECT nonce, wrapped_key FROM slot AS o WHERE o.id <> slot.id)',
  'the slots get other ids': "UPDATE slot SET id = id || '-'",
  'the slot of the keyring is removed': "DELETE FROM slot WHERE type = 'os'",
};

function swap(...columns: string[]): string {
  const other = "(SELECT %c FROM record AS o WHERE o.id = CASE record.id WHEN 'a' THEN 'b' ELSE 'a' END)";
  const sets = columns.map((column) => `${column} = ${other.replace('%c', column)}`);
  return `UPDATE record SET ${sets.join(', ')} WHERE id IN ('a', 'b')`;
}

type Change = [name: string, make: (db: DatabaseSyncInstance) => void];

/**
 * CR-10: records and slots swap contents, ids, types and versions, are copied, removed, replaced by older ones or by
 * those of another vault. Each is refused or told, and no record is ever given under another name or as it was before.
 */
export async function swapAndReplay(): Promise<CheckResult> {
  const stored = new Map(['a', 'b', 'c'].map((id) => [id, JSON.stringify({ id })]));
  const sealed = await SealedVault.make(stored);
  const other = await SealedVault.make(stored);
  const rowsOf = (vault: SealedVault, table: string): object[] =>
    vault.tamper((db) => db.prepare(`SELECT * FROM ${table}`).all());
  const [strangeRecords, strangeSlots] = [rowsOf(other, 'record'), rowsOf(other, 'slot')];
  const all: Change[] = [
    ...Object.entries(changes).map(([name, sql]): Change => [name, (db) => db.exec(sql)]),
    ['a record of another vault', (db) => put(db, 'record', strangeRecords.slice(0, 1))],
    ['all records of another vault', (db) => put(db, 'record', strangeRecords)],
    ['the slots of another vault', (db) => put(db, 'slot', strangeSlots)],
  ];
  const missed: string[] = [];
  try {
    for (const [name, change] of all) {
      sealed.tamper(change);
      if (!(await isNoticed(sealed))) missed.push(name);
    }
    if (!(await isOldRecordNoticed(sealed))) missed.push('an older record is put back');
    return {
      figure: `${all.length + 1} swaps and replays, ${missed.length} not noticed${missed.length > 0 ? `: ${missed}` : ''}`,
      passed: missed.length === 0,
    };
  } finally {
    sealed.dispose();
    other.dispose();
  }
}

/** A row may stand in the place of one with the same key. */
function put(db: DatabaseSyncInstance, table: string, rows: readonly object[]): void {
  if (table === 'slot') db.exec('DELETE FROM slot');
  for (const row of rows) {
    const values = Object.values(row);
    db.prepare(`REPLACE INTO ${table} VALUES (${values.map(() => '?')})`).run(...values);
  }
}

async function isNoticed(sealed: SealedVault): Promise<boolean> {
  const { records, isNoticed: isTold } = await sealed.reopen();
  return isTold && [...records].every(([id, json]) => sealed.stored.get(id) === json);
}

/** A later commit, then the row of before. */
async function isOldRecordNoticed(sealed: SealedVault): Promise<boolean> {
  const select = "SELECT * FROM record WHERE id = 'a'";
  const old = sealed.tamper((db) => db.prepare(select).all());
  await sealed.store([{ put: 'key', id: 'a', json: '{"id":"a","edited":true}' }]);
  sealed.tamper((db) => put(db, 'record', old));
  const { isNoticed: isTold } = await sealed.reopen();
  return isTold;
}
