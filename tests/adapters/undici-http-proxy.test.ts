import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { UndiciHttp } from '#adapters/undici-http';
import type { ProxyAddress, ProxyFinder } from '#core/ports';
import { Secret } from '#core/secret';
import { type ProxyBehaviour, startProxy } from '../network/connect-proxy.ts';
import { type Identity, OpensslAuthority } from '../network/openssl-authority.ts';
import { canary, secretRequest } from '../network/requests.ts';
import { serve, type WebServer } from '../network/web-server.ts';

let authority: OpensslAuthority;
let identity: Identity;
let server: WebServer;
let received: string[] = [];
const running: { stop(): Promise<void> }[] = [];
const started: typeof startProxy = async (...args) => {
  const proxy = await startProxy(...args);
  running.push(proxy);
  return proxy;
};

beforeAll(async () => {
  authority = OpensslAuthority.root('Our CA');
  identity = authority.issue({ extensions: ['subjectAltName=DNS:api.example,IP:127.0.0.1'] });
  server = await serve((message, response) => {
    received.push(JSON.stringify([message.url, message.headers]));
    response.end('{"ok":true}');
  }, identity);
});
afterAll(async () => {
  await server.stop();
  authority.remove();
});
afterEach(async () => {
  received = [];
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

const through = (...ways: (string | ProxyAddress)[]): ProxyFinder => ({
  find: async () =>
    ways.map((way) =>
      way === 'direct' ? 'direct' : typeof way === 'string' ? { origin: way, credentials: null } : way,
    ),
});
const ask = (proxies: ProxyFinder, url = 'https://api.example/token', connectMs = 10_000) =>
  new UndiciHttp('1.2.3', { connectMs, proxies }).send(secretRequest(url, { extraCaPem: authority.caPem }));
/** Does not wait long. */
const askHastily = (proxies: ProxyFinder, url = 'https://api.example/token') => ask(proxies, url, 400);
const routes = () => ({ routes: { 'api.example:443': server.port } });

describe('a proxy', () => {
  it('connects, learns host and port, and sees nothing else', async () => {
    const proxy = await started('connect', routes());
    const sent = await ask(through(proxy.origin), `https://api.example/token?key=${canary}`);
    expect(sent).toMatchObject({
      ok: true,
      value: { body: '{"ok":true}', connection: { proxyHost: proxy.host, tls: { protocol: 'TLSv1.3' } } },
    });
    expect(proxy.asked()).toEqual(['api.example:443']);
    expect(proxy.seen()).toMatch(/^CONNECT api\.example:443 HTTP\/1\.1\r\nhost: api\.example:443\r\n/);
    expect(proxy.seen()).not.toContain(canary);
    expect(proxy.seen()).not.toContain('/token');
    expect(received).toHaveLength(1);
    expect(received[0]).toContain(canary);
    await expect.poll(() => proxy.openSockets()).toBe(0);
  });

  it('may be reached by TLS itself', async () => {
    const proxy = await started('connect', { ...routes(), identity });
    const sent = await ask(through(proxy.origin));
    expect(sent).toMatchObject({ ok: true, value: { connection: { proxyHost: proxy.host } } });
    expect(proxy.seen()).not.toContain(canary);
  });

  it('that shows a certificate of nobody gets neither password nor request', async () => {
    const stranger = OpensslAuthority.root('Stranger');
    const proxy = await started('connect', { ...routes(), identity: stranger.issue() });
    stranger.remove();
    const credentials = new Secret(canary);
    expect(await ask(through({ origin: proxy.origin, credentials }))).toMatchObject({
      failure: { kind: 'certificateRefused', host: proxy.host, certificate: { issuer: 'Stranger' } },
    });
    expect([proxy.seen(), received]).toEqual(['', []]);
  });

  it('gets its password, and the service does not', async () => {
    const proxy = await started('connect', { ...routes(), authorization: 'Basic dTpw' });
    const credentials = new Secret('dTpw');
    expect(await ask(through({ origin: proxy.origin, credentials }))).toMatchObject({ ok: true });
    expect(received.join()).not.toMatch(/proxy|dTpw/i);
  });

  it('that asks for a password is told as such', async () => {
    const proxy = await started('connect', { ...routes(), authorization: 'Basic dTpw' });
    expect(await ask(through(proxy.origin, 'direct'))).toEqual({
      ok: false,
      failure: { kind: 'proxyFailed', step: 'connect', host: proxy.host, reason: 'proxyAuthentication' },
    });
    expect(received).toEqual([]);
  });

  it('is not asked for http, which leads to this computer', async () => {
    const proxy = await started('connect');
    const plain = await serve((_message, response) => response.end());
    running.push(plain);
    expect(await ask(through(proxy.origin), plain.url)).toMatchObject({
      ok: true,
      value: { connection: { proxyHost: null } },
    });
    expect(proxy.connections()).toBe(0);
  });

  const failing: [ProxyBehaviour, string][] = [
    [{ status: 403 }, 'proxyRefused'],
    [{ status: 502 }, 'proxyRefused'],
    [{ status: 302 }, 'proxyRefused'],
    ['page', 'proxyRefused'],
    ['eagerPage', 'proxyRefused'],
    ['closeAfterwards', 'proxyRefused'],
    ['closeAtOnce', 'proxyUnreachable'],
    ['hang', 'proxyUnreachable'],
    ['garbage', 'proxyUnreachable'],
    ['bigHeader', 'proxyUnreachable'],
  ];
  it.each(failing)('that does %j fails', async (behaviour, reason) => {
    const proxy = await started(behaviour, routes());
    const sending = behaviour === 'hang' ? askHastily : ask;
    expect(await sending(through(proxy.origin))).toEqual({
      ok: false,
      failure: { kind: 'proxyFailed', step: 'connect', host: proxy.host, reason },
    });
    expect(proxy.seen()).not.toContain(canary);
    expect(received).toEqual([]);
    await expect.poll(() => proxy.openSockets()).toBe(0);
  });

  it('that reads along is found out by its certificate', async () => {
    const stranger = OpensslAuthority.root('Middlebox');
    const names = { extensions: ['subjectAltName=DNS:api.example'] };
    const proxy = await started({ intercept: stranger.issue(names) });
    stranger.remove();
    expect(await ask(through(proxy.origin))).toMatchObject({
      failure: {
        kind: 'certificateRefused',
        step: 'connect',
        host: 'api.example',
        certificate: { issuer: 'Middlebox' },
      },
    });
    expect(proxy.seen()).not.toContain(canary);
  });

  it('after which the service stays silent is a time-out', async () => {
    const proxy = await started('hangAfterwards');
    expect(await askHastily(through(proxy.origin))).toMatchObject({
      failure: { kind: 'timedOut', step: 'connect', host: 'api.example' },
    });
  });
});

describe('several ways', () => {
  it('are tried in order where one cannot be reached', async () => {
    const down = await started('connect');
    await down.stop();
    const up = await started('connect', routes());
    expect(await ask(through(down.origin, up.origin, 'direct'))).toMatchObject({
      value: { connection: { proxyHost: up.host } },
    });
    expect(await ask(through(down.origin, 'direct'), `${server.url}/token`)).toMatchObject({
      value: { connection: { proxyHost: null } },
    });
  });

  it('are not tried after a proxy that refused, and direct only where it is listed', async () => {
    const refusing = await started({ status: 403 });
    expect(await ask(through(refusing.origin, 'direct'), server.url)).toMatchObject({
      failure: { reason: 'proxyRefused', host: refusing.host },
    });
    await refusing.stop();
    expect(await ask(through(refusing.origin), server.url)).toMatchObject({
      failure: { reason: 'proxyUnreachable', host: refusing.host },
    });
    expect(await ask(through(), server.url)).toMatchObject({
      failure: { kind: 'proxyFailed', step: 'connect', reason: 'proxyNotSupported' },
    });
    expect(server.openSockets()).toBe(0);
    expect(received).toEqual([]);
  });

  it('are asked for by the origin alone, and a finder that never answers is bounded', async () => {
    const asked: string[] = [];
    const finder: ProxyFinder = {
      find: (url) => {
        asked.push(url);
        return new Promise(() => {});
      },
    };
    expect(await askHastily(finder, `https://api.example:8443/token?key=${canary}`)).toEqual({
      ok: false,
      failure: { kind: 'timedOut', step: 'connect', host: 'api.example:8443' },
    });
    expect(asked).toEqual(['https://api.example:8443/']);
  });
});
