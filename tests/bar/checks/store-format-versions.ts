import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { SqliteVault } from '#adapters/sqlite-vault';
import { vaultFormat } from '#adapters/vault-context';
import type { RecordType } from '#core/ports';
import { Secret } from '#core/secret';
import type { Unlock } from '#core/vault-access';
import { FakeKeyring } from '../../fakes/fake-keyring.ts';
import type { CheckResult } from '../check-result.ts';
import { type StoreRig, withStore } from './store-rig.ts';

/** A vault of format 1 with what opens it and what it holds. Never made anew: every later Keyfob has to open it. */
const fixture = join(import.meta.dirname, '../../fixtures/vault-format-1.db');

interface FixtureFacts {
  readonly keyringPassword: string;
  readonly passphrase: string;
  readonly recoveryCode: string;
  readonly records: Readonly<Record<RecordType, Readonly<Record<string, string>>>>;
}

/**
 * ST-13: the vault of format 1 opens by each of its ways with every record; one of a later format is refused, also after
 * a crash of the program that wrote it, and no byte of the folder changes. ST-14: format 1 is the first, so that there is no
 * migration that could be killed; this fails with the second format until its migration is killed here.
 */
export async function keepFormats(): Promise<CheckResult> {
  const facts: FixtureFacts = JSON.parse(readFileSync(fixture.replace(/db$/, 'json'), 'utf8'));
  const ways: Unlock[] = [
    { with: 'os' },
    { with: 'passphrase', secret: new Secret(facts.passphrase) },
    { with: 'recovery', secret: new Secret(facts.recoveryCode) },
  ];
  let opened = 0;
  for (const way of ways) if (await withStore((rig) => opensFixture(rig, way, facts))) opened += 1;
  let refused = 0;
  const logs = ['a clean end', 'a crash'];
  for (const end of logs) if (await withStore((rig) => refusesNewer(rig, end === 'a crash'))) refused += 1;
  return {
    figure:
      `format 1 opened whole by ${opened} of ${ways.length} ways; format 2 refused with the folder as it was in ` +
      `${refused} of ${logs.length} cases; ${vaultFormat - 1} former formats to migrate`,
    passed: vaultFormat === 1 && opened === ways.length && refused === logs.length,
  };
}

async function opensFixture(rig: StoreRig, way: Unlock, facts: FixtureFacts): Promise<boolean> {
  mkdirSync(rig.folder, { mode: 0o700 });
  copyFileSync(fixture, rig.file);
  const vault = new SqliteVault(rig.folder, new FakeKeyring(facts.keyringPassword), rig.stateFolder);
  const opening = await vault.unlock(way);
  const isOpen = opening.ok && opening.value.state === 'open' && opening.value.recordsAltered === undefined;
  let isWhole = isOpen;
  for (const [type, records] of Object.entries(facts.records)) {
    const found = await vault.readAll(type as RecordType);
    isWhole &&= found.ok && found.value.damagedIds.length === 0;
    isWhole &&=
      found.ok && JSON.stringify(Object.fromEntries(found.value.records)) === JSON.stringify(records);
  }
  vault.close();
  return isWhole;
}

/** With backups of format 1 beside it, which must not take its place. */
async function refusesNewer(rig: StoreRig, isCutOff: boolean): Promise<boolean> {
  await rig.store({ key: '1' });
  const later = new DatabaseSync(rig.file);
  later.exec('PRAGMA journal_mode = WAL; PRAGMA user_version = 2; PRAGMA wal_checkpoint(TRUNCATE)');
  later.exec('CREATE TABLE unheard_of (a); INSERT INTO unheard_of VALUES (1)');
  const restore = isCutOff ? rig.copyFolder() : () => {};
  later.close();
  restore();
  const before = JSON.stringify(rig.contents());
  const { opening } = await rig.start();
  const isRefused = opening.state === 'locked' && opening.reason === 'newerFormat';
  return isRefused && JSON.stringify(rig.contents()) === before;
}
