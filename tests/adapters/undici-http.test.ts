import { createServer } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { UndiciHttp } from '#adapters/undici-http';
import { canary, type RunningServer, request, secretRequest, serve } from './undici-http-rig.ts';

const running: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});
const start: typeof serve = async (...args) => {
  const server = await serve(...args);
  running.push(server);
  return server;
};

const quick = { connectMs: 400, headersMs: 300, wholeMs: 700 };
const http = new UndiciHttp('1.2.3', quick);

describe('an ordinary exchange', () => {
  it('sends what was asked and closes the connection', async () => {
    const seen: unknown[] = [];
    const server = await start((message, response) => {
      let body = '';
      message.on('data', (chunk) => {
        body += chunk;
      });
      message.on('end', () => {
        seen.push([message.method, message.url, message.headers, body]);
        response.setHeader('Set-Cookie', 'session=1');
        response.setHeader('X-Thing', 'a');
        response.writeHead(201).end('{"ok":"ü"}');
      });
    });
    const headers = { authorization: 'Bearer x', 'content-type': 'text/plain' };
    const sent = await http.send(
      request(`${server.url}/a/b?c=d`, { method: 'POST', headers, body: 'hällo' }),
    );
    expect(sent).toMatchObject({
      ok: true,
      value: { status: 201, body: '{"ok":"ü"}', headers: { 'x-thing': 'a' } },
    });
    expect(sent.ok && sent.value.headers['set-cookie']).toBeUndefined();
    expect(sent.ok && sent.value.connectMs).toBeGreaterThanOrEqual(0);
    expect(seen).toEqual([
      [
        'POST',
        '/a/b?c=d',
        {
          host: server.host,
          connection: 'close',
          authorization: 'Bearer x',
          'content-type': 'text/plain',
          'content-length': '6',
          'user-agent': 'Keyfob/1.2.3',
          'accept-encoding': 'identity',
        },
        'hällo',
      ],
    ]);
    await http.send(request(server.url));
    expect(server.connections()).toBe(2);
    await expect.poll(() => server.openSockets()).toBe(0);
  });

  it('keeps no cookie', async () => {
    const cookies: unknown[] = [];
    const server = await start((message, response) => {
      cookies.push(message.headers.cookie);
      response.setHeader('set-cookie', 'a=b').end();
    });
    await http.send(request(server.url));
    await http.send(request(server.url));
    expect(cookies).toEqual([undefined, undefined]);
  });
});

it.each([
  'http://example.com/',
  'https://a@b.example/',
  'http://2130706433/',
  'https://a.example/#x',
  'nonsense',
])('asks nobody at %s', async (url) => {
  expect(await http.send(request(url))).toMatchObject({
    failure: { kind: 'addressRefused', step: 'prepare' },
  });
});

describe('redirects', () => {
  const cases = [301, 302, 303, 307, 308].flatMap((status) =>
    (['another server', 'the same server', 'another scheme'] as const).map(
      (target) => [status, target] as const,
    ),
  );
  it.each(cases)('%i to %s is not followed', async (status, target) => {
    const other = await start((_message, response) => response.end());
    let asked = 0;
    const server = await start((_message, response) => {
      asked += 1;
      const location = {
        'another server': `${other.url}/steal?key=${canary}`,
        'the same server': `/elsewhere?key=${canary}`,
        'another scheme': `https://${other.host}/steal?key=${canary}`,
      }[target];
      response.writeHead(status, { location }).end('moved');
    });
    const sent = await http.send(secretRequest(`${server.url}/token`));
    expect(sent).toEqual({
      ok: false,
      failure: {
        kind: 'redirected',
        step: 'answer',
        httpStatus: status,
        host: target === 'the same server' ? server.host : other.host,
      },
    });
    expect([asked, other.connections()]).toEqual([1, 0]);
  });

  it('needs no usable target', async () => {
    const locations: (string | undefined)[] = [undefined, 'http://[', `javascript:${canary}`];
    const server = await start((_message, response) => {
      const location = locations.shift();
      response.writeHead(302, location === undefined ? {} : { location }).end();
    });
    for (let i = 0; i < 3; i++) {
      const sent = await http.send(request(server.url));
      expect(sent).toEqual({ ok: false, failure: { kind: 'redirected', step: 'answer', httpStatus: 302 } });
    }
  });
});

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
    const wide = new UndiciHttp('1.2.3', { ...quick, requestsPerHost: 50 });
    const sent = await Promise.all(Array.from({ length: 50 }, () => wide.send(request(server.url))));
    expect(sent.every((result) => !result.ok && result.failure.kind === 'timedOut')).toBe(true);
    await expect.poll(() => server.openSockets()).toBe(0);
  });
});

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
});
