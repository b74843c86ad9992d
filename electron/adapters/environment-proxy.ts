import type { ProxyAddress, ProxyFinder } from '#core/ports';
import { Secret } from '#core/secret';
import { noProxyRule } from './no-proxy-rule.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy of the environment, by the rules that curl and Go share: `https_proxy`, else `all_proxy`, lower case first, and
 * `no_proxy` for what is called directly. `http_proxy` is not read, as http leads to this computer only. Where no proxy is
 * named, `system` tells, and `no_proxy` holds there, too. A value that cannot be used (another scheme such as `socks5`, not
 * an address) gives no way at all: whoever set it does not want direct connections.
 */
export function environmentProxy(environment: Environment, system: ProxyFinder): ProxyFinder {
  const named = (name: string) => environment[name] || environment[name.toUpperCase()];
  const isExempt = noProxyRule(named('no_proxy') ?? '');
  const proxy = named('https_proxy') ?? named('all_proxy') ?? '';
  const ways = proxy === '' ? null : [proxyAddress(proxy)].filter((address) => address !== null);
  return { find: async (url) => (isExempt(new URL(url)) ? ['direct'] : (ways ?? system.find(url))) };
}

/** `http://` is meant where no scheme stands. */
function proxyAddress(text: string): ProxyAddress | null {
  const address = text.includes('://') ? text : `http://${text}`;
  if (!URL.canParse(address)) return null;
  const { protocol, origin, username, password } = new URL(address);
  if (protocol !== 'http:' && protocol !== 'https:') return null;
  const credentials = basicCredentials(username, password);
  return credentials === undefined ? null : { origin, credentials };
}

/** Base64 as in RFC 7617; undefined for a broken percent-encoding. */
function basicCredentials(username: string, password: string): Secret | null | undefined {
  if (username === '' && password === '') return null;
  try {
    const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return new Secret(Buffer.from(pair, 'utf8').toString('base64'));
  } catch {
    return undefined;
  }
}
