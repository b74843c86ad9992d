import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { SqliteVault } from '#adapters/sqlite-vault';
import { Secret } from '#core/secret';
import { FakeKeyring } from '../../fakes/fake-keyring.ts';
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
  const answers = await compareWithDamagedSlot(timed);
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

async function compareWithDamagedSlot(timed: number) {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-tries-'));
  try {
    const vault = new SqliteVault(folder, new FakeKeyring());
    await vault.open();
    const set = await vault.setPassphrase(new Secret(passphrase));
    if (!set.ok) throw new Error(set.failure.kind);
    vault.lock();
    const wrong = await timeTries(vault, 'a wrong passphrase', timed);
    const db = new DatabaseSync(join(folder, 'vault.db'));
    db.exec("UPDATE slot SET wrapped_key = randomblob(length(wrapped_key)) WHERE type = 'passphrase'");
    db.close();
    const damaged = await timeTries(vault, passphrase, timed);
    vault.close();
    const areSame = new Set([...wrong.answers, ...damaged.answers]).size === 1;
    return { areSame, wrongMs: wrong.medianMs, damagedMs: damaged.medianMs };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timeTries(vault: SqliteVault, secret: string, timed: number) {
  const answers: string[] = [];
  const tookMs: number[] = [];
  for (let n = 0; n < timed; n += 1) {
    const startMs = performance.now();
    const answer = await vault.unlock({ with: 'passphrase', secret: new Secret(secret) });
    tookMs.push(performance.now() - startMs);
    answers.push(JSON.stringify(answer));
  }
  tookMs.sort((a, b) => a - b);
  return { answers, medianMs: tookMs[Math.floor(timed / 2)] ?? 0 };
}
