import { describe, expect, it } from 'vitest';
import { readProxyList, systemProxy } from '#adapters/system-proxy';

describe('a list of a PAC script', () => {
  const proxy = (origin: string) => ({ origin, credentials: null });
  it.each<[string, ReturnType<typeof readProxyList>]>([
    ['DIRECT', ['direct']],
    ['', ['direct']],
    [' ; ', ['direct']],
    ['PROXY a:3128', [proxy('http://a:3128')]],
    ['PROXY a', [proxy('http://a')]],
    ['PROXY a:3128; DIRECT', [proxy('http://a:3128'), 'direct']],
    ['PROXY a:3128;HTTPS b:8443;DIRECT;', [proxy('http://a:3128'), proxy('https://b:8443'), 'direct']],
    ['  proxy   a:3128  ;  direct ', [proxy('http://a:3128'), 'direct']],
    ['PROXY [2001:db8::1]:3128', [proxy('http://[2001:db8::1]:3128')]],
    ['SOCKS c:1080', []],
    ['SOCKS4 c:1080; SOCKS5 c:1080', []],
    ['SOCKS5 c:1080; PROXY a:1', [proxy('http://a:1')]],
    ['SOCKS5 c:1080; DIRECT', ['direct']],
    ['QUIC q:443; nonsense', []],
    ['PROXY', []],
    ['PROXY a:99999', []],
    ['PROXY u:p@a:1', []],
    ['PROXY a/b', []],
    ['toString a:1', []],
  ])('%j gives %j', (list, expected) => {
    expect(readProxyList(list)).toEqual(expected);
  });

  it('is asked for by address, and a refusal to tell means direct', async () => {
    const asked: string[] = [];
    const session = {
      resolveProxy: async (url: string) => {
        asked.push(url);
        if (asked.length > 1) throw new Error('gone');
        return 'PROXY a:1';
      },
    };
    const finder = systemProxy(session);
    expect(await finder.find('https://x.example/')).toEqual([{ origin: 'http://a:1', credentials: null }]);
    expect(await finder.find('https://y.example/')).toEqual(['direct']);
    expect(asked).toEqual(['https://x.example/', 'https://y.example/']);
  });
});
