import { describe, expect, it } from 'vitest';
import { json } from '../fakes/scripted-http.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

function jwtEnding(atMs: number): string {
  return `e30.${btoa(JSON.stringify({ exp: atMs / 1000 })).replaceAll('=', '')}.c2ln`;
}

describe('a service whose clock differs from ours', () => {
  it.each([dayMs, -dayMs])(
    'by %i ms: the lifetime is that of expires_in, and the difference is shown (SC-05)',
    async (skewMs) => {
      const keyfob = await KeyfobInMemory.start();
      const serverMs = keyfob.time.nowMs() + skewMs;
      const body = { access_token: jwtEnding(serverMs + hourMs), token_type: 'Bearer', expires_in: 3600 };
      keyfob.http.answerWith(json(200, body, { date: new Date(serverMs).toUTCString() }));
      const id = await keyfob.add();
      expect(keyfob.viewOf(id)?.token).toMatchObject({
        expiresAtMs: keyfob.time.nowMs() + hourMs,
        lifetimeSource: 'relative',
        serverSkewMs: skewMs,
      });
    },
  );

  it.each([dayMs, -dayMs])('by %i ms: an end that it names is read by its own clock', async (skewMs) => {
    const keyfob = await KeyfobInMemory.start();
    const serverMs = keyfob.time.nowMs() + skewMs;
    const body = { access_token: jwtEnding(serverMs + hourMs), token_type: 'Bearer' };
    keyfob.http.answerWith(json(200, body, { date: new Date(serverMs).toUTCString() }));
    const id = await keyfob.add();
    expect(keyfob.viewOf(id)?.token).toMatchObject({
      expiresAtMs: keyfob.time.nowMs() + hourMs,
      lifetimeSource: 'jwt',
    });
  });

  it('is shown from 2 min on, also when it gives no token, and no longer when it is right again', async () => {
    const keyfob = await KeyfobInMemory.start();
    const date = (skewMs: number) => ({ date: new Date(keyfob.time.nowMs() + skewMs).toUTCString() });
    keyfob.http.answerWith(json(503, {}, date(-121_000)));
    const id = await keyfob.add();
    expect(keyfob.viewOf(id)?.token.serverSkewMs).toBe(-121_000);
    for (const [headers, shown] of [
      [date(119_000), null],
      [date(3 * hourMs), 3 * hourMs],
      [{ date: 'yesterday' }, 3 * hourMs],
      [date(0), null],
    ] as const) {
      keyfob.http.answerWith(json(200, { access_token: 'a', expires_in: 60 }, headers));
      await keyfob.app.tokens.renew(id);
      expect(keyfob.viewOf(id)?.token.serverSkewMs).toBe(shown);
    }
  });

  it('is measured against the middle of the request', async () => {
    const keyfob = await KeyfobInMemory.start();
    const sentAtMs = keyfob.time.nowMs();
    keyfob.http.hold();
    keyfob.http.answerWith(
      json(200, { access_token: 'a' }, { date: new Date(sentAtMs + 600_000).toUTCString() }),
    );
    const id = await keyfob.add();
    await keyfob.time.advance(10_000);
    keyfob.http.release();
    await keyfob.time.advance(0);
    expect(keyfob.viewOf(id)?.token.serverSkewMs).toBe(595_000);
  });
});
