import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UndiciHttp } from '#adapters/undici-http';
import type { KeyId } from '#core/api-key';
import {
  type RotatingRefreshService,
  startRotatingRefreshService,
} from '../services/rotating-refresh-service.ts';
import { refreshKey, type SignedInAt, startKeyfob } from './keyfob-on-disk.ts';
import type { RenewingLine } from './renewing-keyfob.ts';
import { runWriter, withWriter } from './run-writer.ts';
import { seededRandom } from './seeded-random.ts';

/** What {@link runRenewalKills} counts; `usedTwice` and `silentLosses` must be 0 (NW-15). */
export interface RenewalKillReport {
  readonly seed: number;
  readonly kills: number;
  /** Kills by what the process had said last. */
  readonly after: Readonly<Record<string, number>>;
  /** Starts after a kill on which the key worked with the newest refresh token. */
  readonly goneOn: number;
  /** Starts on which it said that a sign-in is needed. */
  readonly saidSo: number;
  /** Of those, how many could have gone on. */
  readonly needless: number;
  readonly usedTwice: number;
  readonly silentLosses: number;
}

/** Where to kill: at the n-th such line of the process, up to so long after it. */
const moments: readonly RenewingLine['line'][] = [
  'answered',
  'sending',
  'answered',
  'committing',
  'answered',
  'stored',
];
const laterMs = 8;
const mostRenewals = 4;

/**
 * Kills the app at random moments of a renewal, most of them between the answer and its storage, and starts it again each
 * time. Where it says that a sign-in is needed the user signs in; else the next renewal has to work.
 */
export async function runRenewalKills(kills: number, seed: number): Promise<RenewalKillReport> {
  const { service, caPem, stop } = await startRotatingRefreshService();
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-renewal-kills-'));
  try {
    const { tokenUrl, testUrl, credential } = service;
    const signedInAt = { tokenUrl, testUrl, clientId: credential.id, caPem };
    return await withWriter(
      (child) => killAgainAndAgain(child, folder, service, signedInAt, { kills, seed }),
      'renewing-keyfob',
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await stop();
  }
}

async function killAgainAndAgain(
  child: string,
  folder: string,
  service: RotatingRefreshService,
  at: SignedInAt,
  { kills, seed }: { readonly kills: number; readonly seed: number },
): Promise<RenewalKillReport> {
  const random = seededRandom(seed);
  const after: Record<string, number> = {};
  const outcomes = { goneOn: 0, saidSo: 0, needless: 0, silentLosses: 0 };
  await signIn(folder, service, at);
  for (let kill = 0; kill < kills; kill += 1) {
    const moment = moments[kill % moments.length];
    let left = 1 + Math.floor(random() * mostRenewals);
    let last = '';
    const command = [process.execPath, child, folder, JSON.stringify(at)];
    await runWriter<RenewingLine>(command, ({ line }, process) => {
      last = line;
      if (line === moment) left -= 1;
      if (left === 0) setTimeout(() => process.kill('SIGKILL'), random() * laterMs);
    });
    after[last] = (after[last] ?? 0) + 1;
    const outcome = await startAgain(folder, service, at);
    outcomes[outcome] += 1;
    if (outcome === 'needless') outcomes.saidSo += 1;
  }
  return { seed, kills, after, ...outcomes, usedTwice: service.reused().length };
}

/** Adds the key, or enters a new sign-in into it. */
async function signIn(folder: string, service: RotatingRefreshService, at: SignedInAt): Promise<void> {
  const app = await startKeyfob(folder, new UndiciHttp('0.0.0'));
  const id = app.snapshot().keys[0]?.id as KeyId | undefined;
  const draft = refreshKey(at, service.signIn());
  const stored = await (id === undefined ? app.keys.add(draft) : app.keys.edit(id, draft));
  const keyId = app.snapshot().keys[0]?.id as KeyId;
  const renewed = stored.ok ? await app.tokens.renew(keyId) : stored;
  await app.stop();
  if (!renewed.ok) throw new Error(`the sign-in did not work: ${renewed.failure.kind}`);
}

type Outcome = 'goneOn' | 'saidSo' | 'needless' | 'silentLosses';

async function startAgain(folder: string, service: RotatingRefreshService, at: SignedInAt): Promise<Outcome> {
  const app = await startKeyfob(folder, new UndiciHttp('0.0.0'));
  const key = app.snapshot().keys[0];
  const id = key?.id as KeyId;
  if (key?.token.failure?.kind !== 'signInNeeded') {
    const renewed = await app.tokens.renew(id);
    await app.stop();
    if (renewed.ok && (await service.testCall(renewed.value.value.reveal()))) return 'goneOn';
    await signIn(folder, service, at);
    return 'silentLosses';
  }
  const stored = await app.reveal.reveal(id, 'refreshToken');
  await app.stop();
  const current = stored.ok ? service.currentOf(stored.value.secret) : undefined;
  await signIn(folder, service, at);
  return stored.ok && current === stored.value.secret ? 'needless' : 'saidSo';
}

if (process.argv[1] === import.meta.filename) {
  const [kills = '200', seed = `${Date.now() % 1_000_000}`] = process.argv.slice(2);
  const report = await runRenewalKills(Number(kills), Number(seed));
  console.log(JSON.stringify(report));
  process.exitCode = report.usedTwice + report.silentLosses === 0 ? 0 : 1;
}
