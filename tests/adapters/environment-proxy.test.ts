import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { environmentProxy } from '#adapters/environment-proxy';
import type { ProxyFinder } from '#core/ports';

type Environment = Record<string, string>;

/** What the system says where the environment names no proxy. */
const system: ProxyFinder = { find: async () => [{ origin: 'http://system:1', credentials: null }] };

const find = (environment: Environment, url = 'https://api.example.com/') =>
  environmentProxy(environment, system).find(url);

/** What holds for an address: a proxy's origin, `direct`, or nothing usable. */
async function way(environment: Environment, url?: string): Promise<string | undefined> {
  const [first] = await find(environment, url);
  return typeof first === 'object' ? first.origin : first;
}

describe('the proxy of the environment', () => {
  it.each<[Environment, string]>([
    [{}, 'http://system:1'],
    [{ HTTPS_PROXY: '' }, 'http://system:1'],
    [{ HTTP_PROXY: 'http://p:1' }, 'http://system:1'],
    [{ HTTPS_PROXY: 'http://p:3128' }, 'http://p:3128'],
    [{ https_proxy: 'http://p:3128' }, 'http://p:3128'],
    [{ https_proxy: 'http://low:1', HTTPS_PROXY: 'http://up:1' }, 'http://low:1'],
    [{ https_proxy: '', HTTPS_PROXY: 'http://up:1' }, 'http://up:1'],
    [{ ALL_PROXY: 'http://all:1' }, 'http://all:1'],
    [{ all_proxy: 'http://all:1', HTTPS_PROXY: 'http://p:1' }, 'http://p:1'],
    [{ HTTPS_PROXY: 'p:3128' }, 'http://p:3128'],
    [{ HTTPS_PROXY: 'p' }, 'http://p'],
    [{ HTTPS_PROXY: 'https://p:8443/path?q' }, 'https://p:8443'],
    [{ HTTPS_PROXY: 'http://[2001:db8::1]:3128' }, 'http://[2001:db8::1]:3128'],
  ])('of %j is %s', async (environment, expected) => {
    expect(await way(environment)).toBe(expected);
  });

  it.each([
    'socks5://p:1080',
    'socks5h://p:1080',
    'ftp://p',
    'http://',
    'http://p:99999',
    'http://%zz@p',
    '://',
  ])('that cannot be used (%s) gives no way, not a direct one', async (proxy) => {
    expect(await find({ HTTPS_PROXY: proxy })).toEqual([]);
  });

  it.each([
    ['http://user:pass@p:1', 'user:pass'],
    ['user:pass@p:1', 'user:pass'],
    ['http://user@p:1', 'user:'],
    ['http://dom%5Cuser:p%40ss%3Aw%C3%B6rd@p:1', 'dom\\user:p@ss:wörd'],
    ['http://user:p@ss@p:1', 'user:p@ss'],
    ['http://p:1', undefined],
  ])('in %s has the password %s, as a secret', async (proxy, pair) => {
    const [found] = await find({ HTTPS_PROXY: proxy });
    if (typeof found !== 'object') throw new Error('no proxy');
    const { credentials } = found;
    expect(credentials && Buffer.from(credentials.reveal(), 'base64').toString()).toBe(pair ?? null);
    expect(inspect(found) + JSON.stringify(found)).not.toMatch(/pass|p%40ss|dXNlcj/);
  });
});

describe('NO_PROXY', () => {
  const proxy = 'http://p:1';
  it.each<[string, string, boolean]>([
    ['example.com', 'https://example.com/', true],
    ['example.com', 'https://api.example.com/', true],
    ['example.com', 'https://notexample.com/', false],
    ['example.com', 'https://example.com.evil.net/', false],
    ['.example.com', 'https://api.example.com/', true],
    ['.example.com', 'https://notexample.com/', false],
    ['*.example.com', 'https://api.example.com/', true],
    ['EXAMPLE.com', 'https://api.example.COM/', true],
    ['api.example.com', 'https://example.com/', false],
    ['com', 'https://example.com/', true],
    ['other.net, example.com', 'https://example.com/', true],
    ['other.net example.com', 'https://example.com/', true],
    [' , ,', 'https://example.com/', false],
    ['*', 'https://example.com/', true],
    ['*,x', 'https://10.0.0.1/', true],
    ['example.com:443', 'https://example.com/', true],
    ['example.com:8443', 'https://example.com:8443/', true],
    ['example.com:8443', 'https://example.com/', false],
    ['10.0.0.1', 'https://10.0.0.1/', true],
    ['10.0.0.1', 'https://10.0.0.11/', false],
    ['0.0.1', 'https://10.0.0.1/', false],
    ['10.0.0.0/8', 'https://10.200.3.4/', true],
    ['10.0.0.0/8', 'https://11.0.0.1/', false],
    ['10.0.0.0/33', 'https://10.0.0.1/', false],
    ['10.0.0.0/', 'https://10.0.0.1/', false],
    ['10.0.0.0/8', 'https://ten.example/', false],
    ['10.0.0.1:8443', 'https://10.0.0.1:8443/', true],
    ['10.0.0.1:8443', 'https://10.0.0.1/', false],
    ['2001:db8::1', 'https://[2001:db8::1]/', true],
    ['[2001:db8::1]', 'https://[2001:db8::1]/', true],
    ['[2001:db8::1]:8443', 'https://[2001:db8::1]:8443/', true],
    ['[2001:db8::1]:8443', 'https://[2001:db8::1]/', false],
    ['2001:db8::/32', 'https://[2001:db8:1::9]/', true],
    ['2001:db8::/32', 'https://[2001:db9::1]/', false],
    ['', 'https://localhost/', true],
    ['', 'https://127.0.0.9/', true],
    ['', 'https://[::1]:9/', true],
    ['', 'https://127.0.0.1.example.com/', false],
    ['.', 'https://example.com/', false],
  ])('%j exempts %s: %s', async (list, url, isExempt) => {
    expect(await way({ HTTPS_PROXY: proxy, NO_PROXY: list }, url)).toBe(isExempt ? 'direct' : proxy);
    expect(await way({ HTTPS_PROXY: proxy, no_proxy: list }, url)).toBe(isExempt ? 'direct' : proxy);
    // Also where only the system names a proxy.
    expect(await way({ NO_PROXY: list }, url)).toBe(isExempt ? 'direct' : 'http://system:1');
  });
});
