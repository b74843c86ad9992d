import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { randomKey, seal, unseal } from '#adapters/vault-crypto';
import { seededRandom } from '../kill/seeded-random.ts';
import { lockedFor, putKey, VaultRig } from './vault-rig.ts';

const stored = { a: '{"n":1}', b: '{"n":2}', c: '{"n":3}' };
let rig: VaultRig;
let untouched: Buffer;
beforeEach(async () => {
  rig = new VaultRig();
  await rig.store(...Object.entries(stored).map(([id, json]) => putKey(id, json)));
  untouched = readFileSync(rig.file);
});
afterEach(() => rig.dispose());

/** Whether a change was noticed; a wrong plaintext fails at once. */
async function isDetected(): Promise<boolean> {
  rig.removeBackups();
  const { opening, records, damagedIds } = await rig.reopen();
  for (const [id, json] of Object.entries(records)) expect(json).toBe(stored[id as keyof typeof stored]);
  const isTold =
    opening.state === 'locked' || opening.isFromBackup === true || opening.recordsAltered === true;
  return isTold || damagedIds.length > 0;
}

interface Cell {
  readonly table: string;
  readonly column: string;
  readonly at: number;
  readonly kind: string;
  readonly value: Uint8Array | number;
}

function cells(): Cell[] {
  return rig.tamper((db) =>
    ['header', 'slot', 'record'].flatMap((table) => {
      const columns = db.prepare(`PRAGMA table_info(${table})`).all();
      const count = db.prepare(`SELECT count(*) AS n FROM ${table}`).get().n;
      return columns.flatMap(({ name: column, type: kind }) =>
        Array.from({ length: count }, (_, at) => {
          const cast = kind === 'INTEGER' ? column : `CAST(${column} AS BLOB)`;
          const { value } = db.prepare(`SELECT ${cast} AS value FROM ${table} LIMIT 1 OFFSET ${at}`).get();
          return { table, column, at, kind, value };
        }),
      );
    }),
  );
}

function write(
  db: DatabaseSyncInstance,
  { table, column, at, kind }: Cell,
  value: Uint8Array | number,
): void {
  const key = table === 'header' ? 'one' : table === 'slot' ? 'id' : 'type || id';
  const row = `(SELECT ${key} FROM ${table} LIMIT 1 OFFSET ${at})`;
  db.exec('PRAGMA ignore_check_constraints = ON');
  db.prepare(`UPDATE ${table} SET ${column} = CAST(? AS ${kind}) WHERE ${key} = ${row}`).run(value);
}

it('detects every changed byte of every column', { timeout: 120_000 }, async () => {
  let changes = 0;
  let undetected = 0;
  for (const cell of cells()) {
    const variants =
      typeof cell.value === 'number'
        ? [cell.value + 1, -1]
        : Array.from(cell.value, (byte, i) => {
            const changed = Buffer.from(cell.value as Uint8Array);
            changed[i] = byte ^ 0x40;
            return changed;
          });
    for (const value of variants) {
      writeFileSync(rig.file, untouched);
      rig.tamper((db) => write(db, cell, value));
      changes++;
      if (!(await isDetected())) undetected++;
    }
  }
  console.log(JSON.stringify({ changes, undetected }));
  expect(undetected).toBe(0);
  expect(changes).toBeGreaterThan(400);
});

it('never gives a wrong plaintext or stops for bits changed anywhere in the file', {
  timeout: 60_000,
}, async () => {
  const seed = Date.now() % 1_000_000;
  const random = seededRandom(seed);
  let detected = 0;
  for (let i = 0; i < 500; i++) {
    const changed = Buffer.from(untouched);
    const at = Math.floor(random() * changed.length);
    changed.writeUInt8((changed[at] ?? 0) ^ (1 << Math.floor(random() * 8)), at);
    writeFileSync(rig.file, changed);
    if (await isDetected()) detected++;
    else expect((await rig.reopen()).records, `seed ${seed}, byte ${at}`).toEqual(stored);
  }
  console.log(JSON.stringify({ seed, flips: 500, detected, harmless: 500 - detected }));
});

it.each([
  ['two records swap their content', swap('nonce', 'ciphertext')],
  [
    'two records swap their ids',
    "UPDATE record SET id = CASE id WHEN 'a' THEN 'b ' WHEN 'b' THEN 'a ' ELSE id END",
  ],
  ['a record moves to another type', "UPDATE record SET type = 'token' WHERE id = 'a'"],
  ['a record gets another version', "UPDATE record SET version = version + 1 WHERE id = 'a'"],
  [
    'a record is copied',
    "INSERT INTO record SELECT type, 'd', version, nonce, ciphertext FROM record WHERE id = 'a'",
  ],
  ['a record is removed', "DELETE FROM record WHERE id = 'a'"],
  ['all records are removed', 'DELETE FROM record'],
  ['the generation is lowered', 'UPDATE header SET generation = 0'],
])('notices when %s', async (_name, sql) => {
  rig.tamper((db) => db.exec(sql));
  expect(await isDetected()).toBe(true);
});

function swap(...columns: string[]): string {
  const other = "(SELECT %c FROM record AS o WHERE o.id = CASE record.id WHEN 'a' THEN 'b' ELSE 'a' END)";
  const sets = columns.map((column) => `${column} = ${other.replace('%c', column)}`);
  return `UPDATE record SET ${sets.join(', ')} WHERE id IN ('a', 'b')`;
}

it('notices an old record that is put back, and goes on with the others after the next commit', async () => {
  const old = rig.tamper((db) =>
    db.prepare("SELECT version, nonce, ciphertext FROM record WHERE id = 'a'").get(),
  );
  await rig.store(putKey('a', '{"n":1,"edited":true}'));
  rig.tamper((db) => {
    const update = db.prepare("UPDATE record SET version = ?, nonce = ?, ciphertext = ? WHERE id = 'a'");
    update.run(old.version, old.nonce, old.ciphertext);
  });
  const { opening, records } = await rig.reopen();
  expect(opening).toMatchObject({ state: 'open', recordsAltered: true });
  expect(records).toEqual(stored);
  await rig.store(putKey('d', '{}'));
  expect((await rig.reopen()).opening).not.toHaveProperty('recordsAltered');
});

it('names a damaged record, keeps it as it is and gives the others', async () => {
  rig.tamper((db) => db.exec("UPDATE record SET ciphertext = zeroblob(30) WHERE id = 'b'"));
  const { records, damagedIds } = await rig.reopen();
  expect(records).toEqual({ a: stored.a, c: stored.c });
  expect(damagedIds).toEqual(['b']);
  const vault = rig.vault();
  await vault.open();
  expect(await vault.read('key', 'b')).toMatchObject({ ok: false, failure: { kind: 'vaultDamaged' } });
  await vault.commit([putKey('e', '5')]);
  vault.close();
  expect((await rig.reopen()).damagedIds).toEqual(['b']);
});

it('does not open with the slot of another vault', async () => {
  const other = new VaultRig();
  await other.store();
  const slot = other.tamper((db) => db.prepare('SELECT * FROM slot').get());
  other.dispose();
  rig.tamper((db) => {
    db.exec('DELETE FROM slot');
    db.prepare('INSERT INTO slot VALUES (?, ?, ?, ?, ?, ?)').run(...Object.values(slot));
  });
  expect(await rig.vault().open()).toEqual(lockedFor('keyChanged'));
});

it('accepts no shortened tag and no shortened nonce', () => {
  const key = randomKey();
  const context = Buffer.from('context');
  const { nonce, ciphertext } = seal(key, Buffer.from('plaintext'), context);
  const body = ciphertext.subarray(0, -16);
  const tag = ciphertext.subarray(-16);
  for (let length = 0; length < 16; length++) {
    const forged = { nonce, ciphertext: Buffer.concat([body, tag.subarray(0, length)]) };
    expect(unseal(key, forged, context)).toBeNull();
    expect(unseal(key, { nonce, ciphertext: tag.subarray(0, length) }, context)).toBeNull();
  }
  for (let length = 0; length < 12; length++)
    expect(unseal(key, { nonce: nonce.subarray(0, length), ciphertext }, context)).toBeNull();
  expect(unseal(key, { nonce, ciphertext }, Buffer.from('other'))).toBeNull();
  expect(unseal(randomKey(), { nonce, ciphertext }, context)).toBeNull();
  expect(unseal(key, { nonce, ciphertext }, context)?.toString()).toBe('plaintext');
});

it('keeps no secret readable in its folder', async () => {
  const canaries = Array.from({ length: 100 }, (_, i) => `canary-${i}-${randomKey().toString('hex')}`);
  const vault = rig.vault();
  await vault.open();
  for (const [i, canary] of canaries.entries())
    await vault.commit([
      putKey(`id-${i}`, JSON.stringify({ name: canary })),
      { put: 'keySecrets', id: `id-${i}`, json: canary },
    ]);
  const whileOpen = folderBytes();
  vault.close();
  for (const content of [whileOpen, folderBytes()])
    for (const canary of canaries)
      for (const form of formsOf(canary)) expect(content.includes(form)).toBe(false);
});

function folderBytes(): Buffer {
  const files = readdirSync(rig.folder, { recursive: true, withFileTypes: true });
  const read = files.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Buffer.concat(read.map((file) => readFileSync(file)));
}

/** As it could appear: raw, UTF-16, hex, and base64 at each of its three offsets. */
function formsOf(text: string): Buffer[] {
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.from(text)
      .subarray(offset, offset + 48)
      .toString('base64'),
  );
  const texts = [
    text,
    Buffer.from(text).toString('hex'),
    Buffer.from(text).toString('hex').toUpperCase(),
    ...base64,
  ];
  return [...texts.map((form) => Buffer.from(form)), Buffer.from(text, 'utf16le')];
}
