import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { SqliteVault } from '#adapters/sqlite-vault';
import { Secret } from '#core/secret';
import { FakeKeyring } from '../../fakes/fake-keyring.ts';
import { QuickPassphraseHash } from '../../fakes/quick-passphrase-hash.ts';
import { MemoryVault } from '../../simulation/memory-vault.ts';
import { SimulatedKeyfob } from '../../simulation/simulated-keyfob.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const passphrase = 'the right passphrase';
const sizes = { reduced: { tries: 100, timed: 2 }, full: { tries: 1_000, timed: 15 } };
/** Longer pauses would lock out the right one. */
const longestPauseMs = 60_000;
/** How far the medians may part: the machine's own noise. */
const mostApart = 0.25;

/**
 * CR-16: after wrong passphrases in a row pauses grow and stay below a minute, and the right one then opens the vault; a damaged
 * slot gives the same answer in the same time as a wrong passphrase.
 */
export async function bearWrongTries(size: CheckSize): Promise<CheckResult> {
  const { tries, timed } = sizes[size];
  const pauses = await tryWrongOnes(tries);
  const answers = await compareWithDamagedSlot(size);
  const isGrowing = pauses.pausesMs.every((ms, at) => ms >= (pauses.pausesMs[at - 1] ?? 0));
  const longestMs = Math.max(...pauses.pausesMs);
  const apart = Math.abs(answers.wrongMs - answers.damagedMs) / Math.max(answers.wrongMs, answers.damagedMs);
  const isTimed = size === 'full';
  return {
    figure:
      `${tries} wrong tries: pauses ${isGrowing ? 'never shrink' : 'shrink'}, the longest ${longestMs / 1000} s, ` +
      `${(pauses.tookMs / 3_600_000).toFixed(1)} h in all; the right one ${pauses.opens ? 'opens' : 'does not open'} then; ` +
      `answers for a damaged slot ${answers.areSame ? 'the same' : 'differ'}, median ${Math.round(answers.damagedMs)} ms ` +
      `against ${Math.round(answers.wrongMs)} ms for a wrong passphrase (${timed} each)`,
    passed:
      isGrowing &&
      longestMs === longestPauseMs &&
      pauses.opens &&
      answers.areSame &&
      (!isTimed || apart <= mostApart),
  };
}

async function tryWrongOnes(tries: number) {
  const vault = new MemoryVault();
  vault.passphrase = passphrase;
  const keyfob = await SimulatedKeyfob.start({ seed: 16, vault: () => vault });
  const unlock = (secret: string) => keyfob.call('vault.unlock', { with: 'passphrase', secret });
  await keyfob.app.lock.lock('byUser');
  const startedAtMs = keyfob.time.elapsedMs();
  const pausesMs: number[] = [];
  for (let n = 0; n < tries; n += 1) {
    const answer = await unlock(`wrong ${n}`);
    if (answer.ok) throw new Error('A wrong passphrase opened the vault.');
    const pauseMs = answer.failure.retryAfterMs ?? 0;
    pausesMs.push(pauseMs);
    await keyfob.time.advance(pauseMs);
  }
  const { ok: opens } = await unlock(passphrase);
  const tookMs = keyfob.time.elapsedMs() - startedAtMs;
  await keyfob.stop();
  return { pausesMs, opens, tookMs };
}

async function compareWithDamagedSlot(size: CheckSize) {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-tries-'));
  const [intactFolder, damagedFolder] = [join(folder, 'intact'), join(folder, 'damaged')];
  // Argon2id itself takes a second; the reduced size leaves the times aside.
  const parts = size === 'full' ? {} : { hash: new QuickPassphraseHash() };
  const vaultIn = (at: string) => new SqliteVault(at, new FakeKeyring(), at, parts);
  const intact = vaultIn(intactFolder);
  const damaged = vaultIn(damagedFolder);
  try {
    await intact.open();
    const set = await intact.setPassphrase(new Secret(passphrase));
    if (!set.ok) throw new Error(set.failure.kind);
    intact.lock();
    cpSync(intactFolder, damagedFolder, { recursive: true });
    const db = new DatabaseSync(join(damagedFolder, 'vault.db'));
    db.exec("UPDATE slot SET wrapped_key = randomblob(length(wrapped_key)) WHERE type = 'passphrase'");
    db.close();
    const answers = new Set<string>();
    const times = { wrong: [] as number[], damaged: [] as number[] };
    // In turn, so that whatever else slows the machine down slows both.
    for (let n = 0; n < sizes[size].timed; n += 1) {
      answers.add(await timeTry(intact, 'a wrong passphrase', times.wrong));
      answers.add(await timeTry(damaged, passphrase, times.damaged));
    }
    return { areSame: answers.size === 1, wrongMs: median(times.wrong), damagedMs: median(times.damaged) };
  } finally {
    intact.close();
    damaged.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timeTry(vault: SqliteVault, secret: string, tookMs: number[]): Promise<string> {
  const startMs = performance.now();
  const answer = await vault.unlock({ with: 'passphrase', secret: new Secret(secret) });
  tookMs.push(performance.now() - startMs);
  return JSON.stringify(answer);
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? 0;
}
