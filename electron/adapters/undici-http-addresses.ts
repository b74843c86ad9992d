import type { LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * Addresses of the own network segment. Clouds serve the credentials of a machine on them to everybody who runs there
 * (RFC 3927, RFC 4291 section 2.5.6, and the two IPv6 addresses of Amazon's and Google's metadata services), and no token
 * service has such an address. A name that leads there, or an imported key that aims there, is an attack.
 */
const refused = new BlockList();
refused.addSubnet('169.254.0.0', 16, 'ipv4');
refused.addSubnet('fe80::', 10, 'ipv6');
refused.addAddress('fd00:ec2::254', 'ipv6');
refused.addAddress('fd20:ce::254', 'ipv6');
// The same IPv4 addresses as NAT64 writes them (RFC 6052); the list knows the mapped form (`::ffff:…`) by itself.
refused.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');

/** A name leads to nothing but refused addresses. */
export class MetadataAddress extends Error {}

/** Whether nothing is sent to this IP address, written with or without brackets. False for a name. */
export function isRefusedAddress(host: string): boolean {
  // A zone (`fe80::1%eth0`) names an interface and is no part of the address.
  const address = bare(host).replace(/%.*$/, '');
  const version = isIP(address);
  return version !== 0 && refused.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

/** A host as sockets want it: an IPv6 address without its brackets. */
export function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

/**
 * A lookup that leaves refused addresses out. A socket asks it once and connects to what it gave, so that a name cannot
 * lead elsewhere between check and connection. Error: {@link MetadataAddress} when nothing is left.
 */
export function withoutRefused(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const usable = (found as LookupAddress[]).filter(({ address }) => !isRefusedAddress(address));
      if (usable.length === 0) callback(new MetadataAddress(), []);
      else callback(null, usable);
    });
}
