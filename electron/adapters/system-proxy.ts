import type { ProxyAddress, ProxyFinder } from '#core/ports';

/** The part of Electron's `Session` that is used: it evaluates the system's settings, PAC scripts among them. */
interface ProxyResolver {
  resolveProxy(url: string): Promise<string>;
}

/**
 * The proxies of the system's settings. Where Electron cannot tell, the way is direct, as in Chromium when a PAC script
 * cannot be loaded.
 */
export function systemProxy(session: ProxyResolver): ProxyFinder {
  return {
    async find(url) {
      try {
        return readProxyList(await session.resolveProxy(url));
      } catch {
        return ['direct'];
      }
    },
  };
}

/**
 * Reads a list as a PAC script gives it, such as `PROXY a:3128; HTTPS b:443; DIRECT`. SOCKS and all else that is no HTTP
 * proxy is left out, and is not replaced by a direct connection: such a list is empty.
 */
export function readProxyList(list: string): readonly (ProxyAddress | 'direct')[] {
  const entries = list
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  return entries.length === 0 ? ['direct'] : entries.flatMap(readEntry);
}

function readEntry(entry: string): readonly (ProxyAddress | 'direct')[] {
  const [kind = '', host = ''] = entry.split(/\s+/);
  if (/^direct$/i.test(kind)) return ['direct'];
  const scheme = { PROXY: 'http', HTTPS: 'https' }[kind.toUpperCase()];
  const address = `${scheme}://${host}`;
  if (scheme === undefined || !/^[^/?#@\\]+$/.test(host) || !URL.canParse(address)) return [];
  return [{ origin: new URL(address).origin, credentials: null }];
}
