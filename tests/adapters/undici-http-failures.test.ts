import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { UndiciHttp } from '#adapters/undici-http';
import { canary, request, secretRequest } from '../network/requests.ts';
import { serve, type WebServer } from '../network/web-server.ts';

const running: WebServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});
const start: typeof serve = async (...args) => {
  const server = await serve(...args);
  running.push(server);
  return server;
};

const http = new UndiciHttp('1.2.3', { connectMs: 400, headersMs: 300, wholeMs: 700 });

describe('connections that fail', () => {
  it('tells that nobody listens', async () => {
    const server = await start(() => {});
    await server.stop();
    expect(await http.send(secretRequest(server.url))).toEqual({
      ok: false,
      failure: { kind: 'unreachable', step: 'connect', host: server.host, reason: 'ECONNREFUSED' },
    });
  });

  it('tells that a name is not known', async () => {
    const sent = await new UndiciHttp('1').send(request('https://no-such-host.invalid/'));
    expect(sent).toMatchObject({
      failure: { kind: 'unreachable', step: 'connect', host: 'no-such-host.invalid' },
    });
  });

  it('tells that the connection was cut', async () => {
    const server = await start((_message, response) => response.destroy());
    expect(await http.send(request(server.url))).toMatchObject({
      failure: { kind: 'unreachable', step: 'answer', host: server.host },
    });
    const half = await start((_message, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => response.destroy(), 30);
    });
    expect(await http.send(request(half.url))).toMatchObject({
      failure: { kind: 'unreachable', step: 'answer', host: half.host },
    });
  });

  it('tells what does not speak HTTP', async () => {
    const odd = createServer((socket) => {
      socket.on('error', () => {});
      socket.end('SSH-2.0-OpenSSH\r\n');
    });
    await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve));
    const { port } = odd.address() as { port: number };
    expect(await http.send(request(`http://127.0.0.1:${port}/`))).toMatchObject({
      failure: { kind: 'unusableAnswer', reason: 'notHttp' },
    });
    odd.close();
  });
});

it('no failure holds a secret', async () => {
  const server = await start((_message, response) => response.destroy());
  const sent = await http.send(secretRequest(`${server.url}/?q=${canary}`));
  expect(JSON.stringify(sent)).not.toContain(canary);
});

describe('requests at once', () => {
  it('are at most four a host, in order, and other hosts do not wait', async () => {
    const order: string[] = [];
    let open = 0;
    let most = 0;
    const slow = await start((message, response) => {
      open += 1;
      most = Math.max(most, open);
      order.push(message.url ?? '');
      setTimeout(() => {
        open -= 1;
        if (message.url === '/3') response.destroy();
        else response.end();
      }, 60);
    });
    const fast = await start((_message, response) => response.end());
    const patient = new UndiciHttp('1.2.3');
    const all = Promise.all(Array.from({ length: 14 }, (_, i) => patient.send(request(`${slow.url}/${i}`))));
    const startedMs = performance.now();
    expect(await patient.send(request(fast.url))).toMatchObject({ ok: true });
    expect(performance.now() - startedMs).toBeLessThan(180);
    const results = await all;
    expect(results.map(({ ok }) => ok)).toEqual(Array.from({ length: 14 }, (_, i) => i !== 3));
    expect(most).toBe(4);
    expect(order.map((path) => Number(path.slice(1)) >> 2)).toEqual([
      0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3,
    ]);
  });

  it('send what is needed first before the rest, equals in order, also when that changed meanwhile', async () => {
    const order: string[] = [];
    const one = await start((message, response) => {
      order.push(message.url ?? '');
      setTimeout(() => response.end(), 20);
    });
    const single = new UndiciHttp('1.2.3', { requestsPerHost: 1 });
    const send = (path: string, neededAtMs?: () => number) =>
      single.send(request(`${one.url}/${path}`, { ...(neededAtMs && { neededAtMs }) }));
    let hasWaiter = false;
    const all = [
      send('a'),
      send('in-9-s', () => 9_000),
      send('in-5-s', () => 5_000),
      send('now'),
      send('in-5-s-too', () => 5_000),
      send('joined', () => (hasWaiter ? 0 : 99_000)),
    ];
    hasWaiter = true;
    await Promise.all(all);
    expect(order.map((path) => path.slice(1))).toEqual([
      'a',
      'now',
      'joined',
      'in-5-s',
      'in-5-s-too',
      'in-9-s',
    ]);
  });
});
