import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, uptime } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { KeyId } from '#core/api-key';
import { ok, type Result } from '#core/failure';
import type { Http, HttpAnswer, HttpRequest } from '#core/ports';
import { startKeyfob } from '../kill/keyfob-on-disk.ts';
import { Account } from './account.ts';

/** What the process was told to do. */
export interface ClockScene {
  /** libfaketime reads from it how far the wall clock is off. */
  readonly offsetFile: string;
  /** Seconds by which the clock is then off, one after the other. */
  readonly offsetsS: readonly number[];
  /** How long each of them lasts. Real milliseconds. */
  readonly lastsMs: number;
}

/** What the process saw. */
export interface ClockSeen {
  readonly handedOut: number;
  readonly expired: number;
  /** Most requests of a key after one change of the clock. */
  readonly most: number;
  /** How far the wall clock was moved in all, seconds: shows that it was. */
  readonly movedS: number;
}

const lifetimesS = [8, 60, 600, 3_600, 86_400];
const everyMs = 100;

/** Issues tokens, and knows by a clock that nobody sets when they end. */
class UnmovedService implements Http {
  readonly endsAtS = new Map<string, number>();
  readonly accounts = lifetimesS.map((lifetimeS, at) => new Account(at, { lifetimeS }));

  async send({ url }: HttpRequest): Promise<Result<HttpAnswer>> {
    const account = this.accounts[Number(/\bk(\d+)\b/.exec(url)?.[1])];
    if (account === undefined) throw new Error(`nobody serves ${url}`);
    account.asked.push({ atMs: uptime() * 1000, mood: 'up' });
    const { lifetimeS } = account.traits;
    const token = `token-${this.endsAtS.size}`;
    this.endsAtS.set(token, uptime() + lifetimeS);
    await wait(20);
    const body = JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: lifetimeS });
    return ok({ status: 200, headers: { 'content-type': 'application/json' }, body });
  }
}

const scene = JSON.parse(process.argv[2] ?? '{}') as ClockScene;
const folder = mkdtempSync(join(tmpdir(), 'keyfob-set-clock-'));
const service = new UnmovedService();
const app = await startKeyfob(folder, service);
const ids: KeyId[] = [];
for (const account of service.accounts) {
  const added = await app.keys.add(account.draft());
  if (!added.ok) throw new Error(JSON.stringify(added.failure));
  ids.push(added.value.keyId);
}
await wait(500);
const seen = { handedOut: 0, expired: 0, most: 0, movedS: 0 };
for (const offsetS of scene.offsetsS) {
  const before = Date.now();
  writeFileSync(scene.offsetFile, `${offsetS < 0 ? '' : '+'}${offsetS}`);
  const changedAtMs = uptime() * 1000;
  seen.movedS += Math.abs(Date.now() - before) / 1000;
  while (uptime() * 1000 - changedAtMs < scene.lastsMs) {
    await Promise.all(ids.map(handOut));
    await wait(everyMs);
  }
  // The key with the shortest life has a rhythm of its own.
  const calm = service.accounts.filter(({ traits }) => traits.lifetimeS * 1000 > 2 * scene.lastsMs);
  seen.most = Math.max(seen.most, ...calm.map((account) => account.askedSince(changedAtMs)));
}
await app.stop();
rmSync(folder, { recursive: true, force: true });
const result: ClockSeen = seen;
console.log(JSON.stringify(result));
process.exit(0);

async function handOut(id: KeyId): Promise<void> {
  const handed = await app.tokens.handOut(id, 'program');
  if (!handed.ok) return;
  seen.handedOut += 1;
  const endsAtS = service.endsAtS.get(handed.value.token.reveal()) ?? 0;
  // The uptime counts in hundredths of a second.
  if (uptime() > endsAtS + 0.02) seen.expired += 1;
}
