import { createServer } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { UndiciHttp } from '#adapters/undici-http';
import { request, secretRequest } from '../network/requests.ts';
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

const limits = { connectMs: 400, headersMs: 300, wholeMs: 700 };
const http = new UndiciHttp('1.2.3', limits);

describe('sizes', () => {
  const limit = 256 * 1024;
  it('takes a body of exactly the limit and no byte more', async () => {
    let size = limit;
    const server = await start((_message, response) => response.end('x'.repeat(size)));
    expect(await http.send(request(server.url))).toMatchObject({ ok: true });
    size += 1;
    expect(await http.send(request(server.url))).toEqual({
      ok: false,
      failure: { kind: 'answerTooLarge', step: 'answer', host: server.host },
    });
  });

  const big = Buffer.alloc(64 * 1024 * 1024);
  it.each([
    ['gzip', gzipSync(big)],
    ['br', brotliCompressSync(big)],
    ['deflate', deflateSync(big)],
  ])('stops a %s bomb while it unpacks', async (encoding, bomb) => {
    const server = await start((_message, response) =>
      response.setHeader('content-encoding', encoding).end(bomb),
    );
    const before = process.memoryUsage().rss;
    expect(await http.send(request(server.url))).toMatchObject({ failure: { kind: 'answerTooLarge' } });
    expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024);
  });

  it.each([
    ['gzip', gzipSync('{"a":1}')],
    ['br', brotliCompressSync('{"a":1}')],
    ['deflate', deflateSync('{"a":1}')],
    ['GZIP', gzipSync('{"a":1}')],
  ])('reads %s although it did not ask for it', async (encoding, body) => {
    const server = await start((_message, response) =>
      response.setHeader('content-encoding', encoding).end(body),
    );
    expect(await http.send(request(server.url))).toMatchObject({ value: { body: '{"a":1}' } });
  });

  it.each([
    ['zstd', Buffer.from('x')],
    ['gzip, gzip', gzipSync(gzipSync('x'))],
    ['gzip', Buffer.from('no gzip at all')],
    ['gzip', gzipSync('{"a":1}').subarray(0, 12)],
    ['br', Buffer.from('no brotli at all')],
  ])('gives up on a body that claims %s', async (encoding, body) => {
    const server = await start((_message, response) =>
      response.setHeader('content-encoding', encoding).end(body),
    );
    expect(await http.send(request(server.url))).toMatchObject({
      failure: { kind: 'unusableAnswer', reason: 'contentEncoding', host: server.host },
    });
  });

  it('stops at an endless body', async () => {
    let sentBytes = 0;
    const server = await start((_message, response) => {
      const chunk = Buffer.alloc(16 * 1024, 120);
      const push = () => {
        sentBytes += chunk.length;
        if (!response.destroyed) response.write(chunk, () => setImmediate(push));
      };
      push();
    });
    expect(await http.send(request(server.url))).toMatchObject({ failure: { kind: 'answerTooLarge' } });
    await expect.poll(() => server.openSockets()).toBe(0);
    expect(sentBytes).toBeLessThan(16 * 1024 * 1024);
  });

  it('stops at a megabyte of headers', async () => {
    const server = await start((_message, response) => {
      for (let i = 0; i < 1_000; i++) response.setHeader(`x-${i}`, 'v'.repeat(1_000));
      response.end();
    });
    expect(await http.send(request(server.url))).toMatchObject({ failure: { kind: 'answerTooLarge' } });
  });
});

describe('time', () => {
  const timed = async (url: string) => {
    const startedMs = performance.now();
    const sent = await http.send(secretRequest(url));
    return [sent, performance.now() - startedMs] as const;
  };

  it('does not wait for headers for ever', async () => {
    const server = await start(() => {});
    const [sent, ms] = await timed(server.url);
    expect(sent).toEqual({ ok: false, failure: { kind: 'timedOut', step: 'answer', host: server.host } });
    expect(ms).toBeLessThan(2_500);
  });

  it('does not wait for a body that comes byte by byte', async () => {
    const server = await start((_message, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    });
    const [sent, ms] = await timed(server.url);
    expect(sent).toMatchObject({ failure: { kind: 'timedOut', step: 'answer' } });
    expect(ms).toBeGreaterThan(600);
    expect(ms).toBeLessThan(2_000);
  });

  it('does not wait for a TLS handshake that never comes, and leaves no socket behind', async () => {
    let open = 0;
    const silent = createServer((socket) => {
      open += 1;
      socket.on('error', () => {});
      socket.on('data', () => {});
      socket.on('close', () => {
        open -= 1;
      });
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const [sent, ms] = await timed(`https://127.0.0.1:${port}/`);
    expect(sent).toEqual({
      ok: false,
      failure: { kind: 'timedOut', step: 'connect', host: `127.0.0.1:${port}` },
    });
    expect(ms).toBeLessThan(2_500);
    await expect.poll(() => open).toBe(0);
    silent.close();
  });

  it('frees everything after 50 hanging requests', async () => {
    const server = await start(() => {});
    const wide = new UndiciHttp('1.2.3', { ...limits, requestsPerHost: 50 });
    const sent = await Promise.all(Array.from({ length: 50 }, () => wide.send(request(server.url))));
    expect(sent.every((result) => !result.ok && result.failure.kind === 'timedOut')).toBe(true);
    await expect.poll(() => server.openSockets()).toBe(0);
  });
});
