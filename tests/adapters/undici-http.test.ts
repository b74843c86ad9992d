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

const http = new UndiciHttp('1.2.3');

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
    expect(sent.ok && sent.value.connection?.connectMs).toBeGreaterThanOrEqual(0);
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
