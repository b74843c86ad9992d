import { BlockList, isIP } from 'node:net';
import { bare } from './undici-http-addresses.ts';

type Rule = (host: string, port: string) => boolean;

/**
 * Which addresses a `NO_PROXY` list exempts, by the rules that curl and Go share: entries between commas or spaces; `*` is
 * all; a name stands for itself and for what is below it, with or without a leading dot; an IP address or a network
 * (`10.0.0.0/8`) stands for addresses that are written as such, as names are not looked up; a port limits an entry. An
 * entry that is none of these exempts nothing. This computer is always exempt, as in Go and Chromium.
 */
export function noProxyRule(list: string): (target: URL) => boolean {
  const entries = list.split(/[\s,]+/).filter((entry) => entry !== '');
  const rules: readonly Rule[] = [isLoopback, ...entries.map(ruleOf)];
  return ({ hostname, port, protocol }) => {
    const host = bare(hostname);
    return rules.some((rule) => rule(host, port || (protocol === 'https:' ? '443' : '80')));
  };
}

function ruleOf(entry: string): Rule {
  // An IPv6 address without brackets has more colons than a port needs.
  const [, host = entry, onlyPort] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
  const matches = hostRule(bare(host));
  return (target, port) => (onlyPort === undefined || port === onlyPort) && matches(target);
}

function hostRule(entry: string): (host: string) => boolean {
  if (entry === '*') return () => true;
  const [address = '', bits] = entry.split('/');
  if (isIP(address) !== 0) return networkRule(address, bits);
  const name = entry.toLowerCase().replace(/^\*?\./, '');
  return (host) => isIP(host) === 0 && name !== '' && `.${host}`.endsWith(`.${name}`);
}

function networkRule(address: string, bits: string | undefined): (host: string) => boolean {
  const network = new BlockList();
  const longest = isIP(address) === 4 ? 32 : 128;
  const prefix = bits === undefined ? longest : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (!(prefix <= longest)) return () => false;
  network.addSubnet(address, prefix, family(address));
  return (host) => isIP(host) !== 0 && network.check(host, family(host));
}

const family = (address: string) => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

/** Hosts are normalised by the URL parser already. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.[\d.]+$/.test(host);
}
