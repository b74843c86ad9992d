import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { createCanary, findCanaries } from '../../canary/canary.ts';
import { seededRandom } from '../../kill/seeded-random.ts';
import { SealedVault } from '../../storage/sealed-vault.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const flips = { reduced: 60, full: 10_000 };
/** A record's share is one of three, however many records there are. */
const tables = ['header', 'slot', 'record'] as const;

interface Flipped {
  readonly table: (typeof tables)[number];
  /** Type of the slot that was changed. */
  readonly slotType: string | null;
}

/**
 * CR-09: one random bit of a random column of the header, a slot or a record is changed. Each time the vault, or the way
 * in that was changed, is refused or says what is missing; no answer gives a wrong record or names a stored text.
 */
export async function tamperAtRandom(size: CheckSize, seed = Date.now() % 1_000_000): Promise<CheckResult> {
  const random = seededRandom(seed);
  const canary = createCanary('a stored text');
  const ids = Array.from({ length: 20 }, (_, at) => `id-${at}`);
  const stored = new Map(ids.map((id) => [id, JSON.stringify({ id, note: canary.text })]));
  const sealed = await SealedVault.make(stored);
  const missed: string[] = [];
  let wrong = 0;
  let leaks = 0;
  try {
    for (let n = 0; n < flips[size]; n += 1) {
      const { table, slotType } = sealed.tamper((db) => flip(db, random));
      const by = slotType === 'recovery' ? 'recovery' : 'os';
      const { records, said, isNoticed } = await sealed.reopen(by);
      if (!isNoticed) missed.push(table);
      wrong += [...records].filter(([id, json]) => stored.get(id) !== json).length;
      leaks += findCanaries(said, [canary]).length;
    }
    return {
      figure:
        `${flips[size]} flipped bits, ${missed.length} not noticed, ${wrong} wrong records, ${leaks} answers with a ` +
        `stored text (seed ${seed})`,
      passed: missed.length + wrong + leaks === 0,
    };
  } finally {
    sealed.dispose();
  }
}

/** Changes one bit of one column of one row. */
function flip(db: DatabaseSyncInstance, random: () => number): Flipped {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const table = pick(tables);
  const rows: { key: string; type: string | null }[] = db
    .prepare(
      table === 'header'
        ? 'SELECT one AS key, NULL AS type FROM header'
        : `SELECT id AS key, type FROM ${table}`,
    )
    .all();
  const row = pick(rows);
  const columns: { name: string; type: string }[] = db.prepare(`PRAGMA table_info(${table})`).all();
  // Only the slot of a keyring has a protected key.
  const isEmpty = (name: string) => name === 'one' || (name === 'protected_kek' && row.type !== 'os');
  const { name, type } = pick(columns.filter((column) => !isEmpty(column.name)));
  const where = table === 'header' ? 'one = ?' : 'id = ?';
  const cast = type === 'INTEGER' ? name : `CAST(${name} AS BLOB)`;
  const { value } = db.prepare(`SELECT ${cast} AS value FROM ${table} WHERE ${where}`).get(row.key);
  const changed =
    typeof value === 'number' ? value ^ (1 << Math.floor(random() * 20)) : flipBit(value, random);
  db.prepare(`UPDATE OR REPLACE ${table} SET ${name} = CAST(? AS ${type}) WHERE ${where}`).run(
    changed,
    row.key,
  );
  return { table, slotType: table === 'slot' ? row.type : null };
}

function flipBit(value: Uint8Array, random: () => number): Buffer {
  const changed = Buffer.from(value);
  const at = Math.floor(random() * changed.length);
  changed.writeUInt8((changed[at] ?? 0) ^ (1 << Math.floor(random() * 8)), at);
  return changed;
}
