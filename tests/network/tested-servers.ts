import { type CertificateWish, type Identity, OpensslAuthority, stamp } from './openssl-authority.ts';

/** A server and what the request to it trusts. */
export interface TestedServer {
  readonly what: string;
  readonly identity: () => Identity;
  readonly caPem: string | null;
  /** The name by which it is called; it leads to 127.0.0.1. */
  readonly host: string;
}

/** Servers that must be refused, and the right ones beside them. */
export interface TestedServers {
  readonly bad: readonly TestedServer[];
  readonly good: readonly TestedServer[];
  /** An authority that no request trusts. */
  readonly strangerPem: string;
  /** Removes the authorities. */
  stop(): void;
}

const dayMs = 86_400_000;
const ip = '127.0.0.1';
const names = (...list: string[]): CertificateWish => ({ extensions: [`subjectAltName=${list.join(',')}`] });

/** All ways in which a certificate or a protocol can be wrong, made by openssl. */
export function testedServers(): TestedServers {
  const root = OpensslAuthority.root('Our CA');
  const stranger = OpensslAuthority.root('Stranger');
  const inside = OpensslAuthority.root('Limited CA', {
    extensions: ['nameConstraints=critical,permitted;DNS:inside.example,permitted;IP:10.0.0.0/255.0.0.0'],
  });
  const outside = OpensslAuthority.root('Excluding CA', {
    extensions: ['nameConstraints=critical,excluded;DNS:api.example,excluded;IP:127.0.0.0/255.0.0.0'],
  });
  const usual = root.issue();
  return {
    bad: [
      ...wrongTimes(root),
      ...wrongNames(root),
      ...wrongAuthorities(root, stranger),
      ...wrongChains(root),
      trusting(inside, 'a name that its authority may not sign', 'api.example', names('DNS:api.example')),
      trusting(inside, 'an address that its authority may not sign', ip, names(`IP:${ip}`)),
      trusting(outside, 'a name that is excluded', 'api.example', names('DNS:api.example')),
      trusting(outside, 'an address that is excluded', ip, names(`IP:${ip}`)),
      { ...trusting(root, 'TLS 1.0'), identity: () => ({ ...usual, maxVersion: 'TLSv1' }) },
      { ...trusting(root, 'TLS 1.1'), identity: () => ({ ...usual, maxVersion: 'TLSv1.1' }) },
    ],
    good: [
      trusting(root, 'the usual'),
      { ...trusting(root, 'TLS 1.2'), identity: () => ({ ...usual, maxVersion: 'TLSv1.2' }) },
      below(root, 'an intermediate', (one) => one.intermediate('Intermediate')),
      trusting(root, 'a name', 'api.example', names('DNS:api.example')),
      trusting(root, 'a wildcard', 'api.inside.example', names('DNS:*.inside.example')),
      trusting(inside, 'a name that may be signed', 'api.inside.example', names('DNS:api.inside.example')),
    ],
    strangerPem: stranger.caPem,
    stop() {
      for (const one of [root, stranger, inside, outside]) one.remove();
    },
  };
}

function trusting(
  authority: OpensslAuthority,
  what: string,
  host = ip,
  wish: CertificateWish = {},
): TestedServer {
  return { what, identity: () => authority.issue(wish), caPem: authority.caPem, host };
}

function below(
  root: OpensslAuthority,
  what: string,
  make: (root: OpensslAuthority) => OpensslAuthority,
): TestedServer {
  return { what, identity: () => make(root).issue(), caPem: root.caPem, host: ip };
}

function wrongTimes(root: OpensslAuthority): TestedServer[] {
  return [
    trusting(root, 'expired', ip, { from: stamp(-3 * dayMs), to: stamp(-1_000) }),
    trusting(root, 'not yet valid', ip, { from: stamp(dayMs / 2), to: stamp(dayMs) }),
    trusting(root, 'valid at no time', ip, { from: stamp(dayMs), to: stamp(-dayMs) }),
  ];
}

function wrongNames(root: OpensslAuthority): TestedServer[] {
  const api = 'api.example';
  return [
    trusting(root, 'another host', api, names('DNS:other.example')),
    trusting(root, 'another address', ip, names('IP:127.0.0.2')),
    trusting(root, 'the address as a name', ip, names(`DNS:${ip}`)),
    trusting(root, 'the host above', api, names('DNS:example')),
    trusting(root, 'the host below', api, names('DNS:a.api.example')),
    trusting(root, 'a wildcard for two labels', 'a.b.inside.example', names('DNS:*.inside.example')),
    trusting(root, 'a wildcard for the host above', 'inside.example', names('DNS:*.inside.example')),
    trusting(root, 'a wildcard for a top level', api, names('DNS:*.example')),
    trusting(root, 'a wildcard for all', api, names('DNS:*')),
    trusting(root, 'an address of mail', api, names('email:x@api.example')),
    trusting(root, 'a URI', api, names('URI:https://api.example')),
    trusting(root, 'the common name only', api, { ...names('DNS:other.example'), subject: `/CN=${api}` }),
    trusting(root, 'a server that may only be a client', ip, {
      extensions: [`subjectAltName=IP:${ip}`, 'extendedKeyUsage=clientAuth'],
    }),
  ];
}

function wrongAuthorities(root: OpensslAuthority, stranger: OpensslAuthority): TestedServer[] {
  const self = () => {
    const wish = { subject: `/CN=${ip}`, extensions: [`subjectAltName=IP:${ip}`] };
    const one = OpensslAuthority.root('', wish);
    one.remove();
    return one.asIdentity();
  };
  const { cert } = root.issue();
  return [
    { ...trusting(root, 'signed by itself'), identity: self },
    { ...trusting(root, 'signed by itself, nobody to trust'), identity: self, caPem: null },
    { ...trusting(stranger, 'another authority'), caPem: root.caPem },
    { ...trusting(stranger, 'the authority of the environment'), caPem: null },
    { ...trusting(root, 'an authority of nobody'), caPem: null },
    { ...trusting(root, 'the server in place of its authority'), caPem: cert },
  ];
}

function wrongChains(root: OpensslAuthority): TestedServer[] {
  const withoutChain = (identity: Identity): Identity => {
    const [first = ''] = identity.cert.split(/(?<=-----END CERTIFICATE-----\n)/);
    return { ...identity, cert: first };
  };
  const old = { from: stamp(-3 * dayMs), to: stamp(-1_000), extensions: ['basicConstraints=CA:TRUE'] };
  const last = { extensions: ['basicConstraints=critical,CA:TRUE,pathlen:0'] };
  return [
    below(root, 'an expired intermediate', (one) => one.intermediate('Old', old)),
    below(root, 'an intermediate that is no authority', (one) =>
      one.intermediate('None', { extensions: ['basicConstraints=CA:FALSE'] }),
    ),
    below(root, 'a longer chain than allowed', (one) => one.intermediate('Last', last).intermediate('More')),
    {
      ...trusting(root, 'a missing intermediate'),
      identity: () => withoutChain(root.intermediate('Hidden').issue()),
    },
  ];
}
