import { fail, ok, type Result } from './failure.ts';

const lengthLimit = 4_096;
const shape = /^(https?):\/\/([^/?]*)([/?].*)?$/i;
const hostAndPort = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::([0-9]+))?$/i;
/** RFC 8252 section 7.3 prefers the literals; `localhost` is kept because users type it. */
const loopback = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]|localhost)$/;
/** Unspecified addresses and IPv4 in IPv6 clothes: forms that hide which machine is called. */
const disguised = /^(0\.0\.0\.0|\[::\]|\[::ffff:.*\])$/;

/**
 * Whether a key may be sent to this address, and its normalised form: https, or http on loopback, and written in the one
 * way that shows its target. The URL parser of WHATWG also accepts many other spellings (`0x7f.1`, tabs, backslashes,
 * percent-encoded or full-width hosts) and rewrites them; a host that it rewrites is refused. An internationalised
 * name is entered in its `xn--` form.
 *
 * Failure: addressRefused with a reason, and the host only when it was clear.
 */
export function checkAddress(text: string): Result<URL> {
  const refuse = (reason: string, host?: string) =>
    fail('addressRefused', host === undefined ? { reason } : { reason, host });
  if (text.length > lengthLimit) return refuse('tooLong');
  if (!/^[\x21-\x7e]*$/.test(text) || text.includes('\\')) return refuse('forbiddenCharacter');
  if (text.includes('#')) return refuse('fragment');
  const [, scheme = '', authority = ''] = shape.exec(text) ?? [];
  if (scheme === '') return refuse('notHttps');
  if (authority.includes('@')) return refuse('userInfo');
  const [, host = '', port] = hostAndPort.exec(authority) ?? [];
  if (host === '') return refuse('oddHost');
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.hostname !== host.toLowerCase() || disguised.test(url.hostname))
    return refuse('oddHost');
  if (/^\.|\.$|\.\./.test(host)) return refuse('oddHost');
  if (port !== undefined && /^0/.test(port)) return refuse('oddPort', url.hostname);
  if (url.protocol === 'http:' && !isLoopback(url)) return refuse('notHttps', url.host);
  return ok(url);
}

/** Whether an accepted address is on this computer. */
export function isLoopback(url: URL): boolean {
  return loopback.test(url.hostname);
}

/** The parts of an accepted address that may be shown: everything but the query. */
export interface ShownAddress {
  /** Host name and port. */
  readonly host: string;
  readonly withoutQuery: string;
  readonly isEncrypted: boolean;
}

/** See {@link ShownAddress}. */
export function shownAddress(address: string): ShownAddress {
  const { host, origin, pathname, protocol } = new URL(address);
  return { host, withoutQuery: `${origin}${pathname}`, isEncrypted: protocol === 'https:' };
}
