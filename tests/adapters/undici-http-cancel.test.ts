import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { UndiciHttp } from '#adapters/undici-http';
import { startProxy } from '../network/connect-proxy.ts';
import { request, secretRequest } from '../network/requests.ts';
import { track } from '../network/tracked-server.ts';
import { serve } from '../network/web-server.ts';

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});
function keep<T extends { stop(): Promise<void> }>(server: T): T {
  running.push(server);
  return server;
}

const http = new UndiciHttp('1.2.3', { requestsPerHost: 1 });

describe('a request that is cancelled', () => {
  it('before it began is never sent', async () => {
    const server = keep(await serve((_message, response) => response.end()));
    const sent = await http.send(secretRequest(server.url, { signal: AbortSignal.abort() }));
    expect(sent).toEqual({ ok: false, failure: { kind: 'cancelled', step: 'connect', host: server.host } });
    expect(server.connections()).toBe(0);
  });

  it('while it waits for its turn is never sent, and the others go on', async () => {
    const order: string[] = [];
    let release = () => {};
    const server = keep(
      await serve((message, response) => {
        order.push(message.url ?? '');
        if (message.url === '/first') release = () => response.end();
        else response.end();
      }),
    );
    const stop = new AbortController();
    const first = http.send(request(`${server.url}/first`));
    const cancelled = http.send(request(`${server.url}/cancelled`, { signal: stop.signal }));
    const last = http.send(request(`${server.url}/last`));
    await expect.poll(() => order).toEqual(['/first']);
    stop.abort();
    // It ends now, although the first one still runs.
    expect(await cancelled).toEqual({
      ok: false,
      failure: { kind: 'cancelled', step: 'connect', host: server.host },
    });
    release();
    expect([(await first).ok, (await last).ok]).toEqual([true, true]);
    expect(order).toEqual(['/first', '/last']);
  });

  it.each(['connect', 'answer', 'body'] as const)(
    'in the midst of %s ends at once and leaves nothing',
    async (when) => {
      const stop = new AbortController();
      const soon = () => setTimeout(() => stop.abort(), 20);
      const server = keep(
        when === 'connect'
          ? await track(createServer((socket) => socket.resume() && soon()))
          : await serve((_message, response) => {
              if (when === 'body') response.write('{"a":');
              soon();
            }),
      );
      const url = `${when === 'connect' ? 'https' : 'http'}://${server.host}/`;
      const sent = await http.send(secretRequest(url, { signal: stop.signal }));
      const step = when === 'connect' ? 'connect' : 'answer';
      expect(sent).toEqual({ ok: false, failure: { kind: 'cancelled', step, host: server.host } });
      await expect.poll(() => server.openSockets()).toBe(0);
    },
  );

  it('while a proxy connects does not try the next way', async () => {
    const stop = new AbortController();
    const silent = keep(await startProxy('hang'));
    const other = keep(await startProxy('connect'));
    const ways = [silent, other].map(({ origin }) => ({ origin, credentials: null }));
    const proxied = new UndiciHttp('1.2.3', { proxies: { find: async () => ways } });
    const sending = proxied.send(secretRequest('https://api.example/', { signal: stop.signal }));
    await expect.poll(() => silent.asked()).toHaveLength(1);
    stop.abort();
    expect(await sending).toMatchObject({ failure: { kind: 'cancelled', step: 'connect' } });
    expect(other.connections()).toBe(0);
    await expect.poll(() => silent.openSockets()).toBe(0);
  });

  it('after its answer stays answered', async () => {
    const stop = new AbortController();
    const server = keep(await serve((_message, response) => response.end('x')));
    const sent = await http.send(request(server.url, { signal: stop.signal }));
    stop.abort();
    expect(sent).toMatchObject({ ok: true, value: { body: 'x' } });
  });
});
