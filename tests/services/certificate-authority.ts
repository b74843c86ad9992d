import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { bits, boolean, der, integer, octets, oid, sequence, set, utcTime, utf8 } from './der-writer.ts';

export interface ServerCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

export interface CertificateAuthority {
  /** What a client has to trust: the "extra CA file" of section 3.1 of the contracts. */
  readonly caPem: string;
  issueFor(hosts?: readonly string[]): ServerCertificate;
}

const dayMs = 86_400_000;
const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
const keyUsageCertSign = bits(Buffer.from([0x06]), 1);
const keyUsageDigitalSignature = bits(Buffer.from([0x80]), 7);

interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly issuerKeys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly extensions: readonly Buffer[];
}

/** An authority that no system trusts, made in memory (RFC 5280), so that a test shows that the extra CA is what counts. */
export function createCertificateAuthority(): CertificateAuthority {
  const issuerKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = `Keyfob sample CA ${randomBytes(4).toString('hex')}`;
  const caPem = certificatePem({
    subject: issuer,
    issuer,
    publicKey: issuerKeys.publicKey,
    issuerKeys,
    extensions: [
      extension('2.5.29.19', sequence(boolean(true)), true),
      extension('2.5.29.15', keyUsageCertSign, true),
    ],
  });
  const issueFor = (hosts: readonly string[] = ['127.0.0.1', 'localhost']): ServerCertificate => {
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return {
      privateKeyPem: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      certificatePem: certificatePem({
        subject: hosts[0] ?? 'localhost',
        issuer,
        publicKey: keys.publicKey,
        issuerKeys,
        extensions: [
          extension('2.5.29.19', sequence(), true),
          extension('2.5.29.15', keyUsageDigitalSignature, true),
          extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
          extension('2.5.29.17', sequence(...hosts.map(alternativeName))),
        ],
      }),
    };
  };
  return { caPem, issueFor };
}

function certificatePem(certificate: Certificate): string {
  const { publicKey, issuerKeys } = certificate;
  const toBeSigned = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x4b]), randomBytes(15)])),
    ecdsaWithSha256,
    commonName(certificate.issuer),
    sequence(utcTime(Date.now() - dayMs), utcTime(Date.now() + 30 * dayMs)),
    commonName(certificate.subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(
        ...certificate.extensions,
        extension('2.5.29.14', octets(keyId(publicKey))),
        extension('2.5.29.35', sequence(der(0x80, keyId(issuerKeys.publicKey)))),
      ),
    ),
  );
  const signature = sign('sha256', toBeSigned, issuerKeys.privateKey);
  const base64 = sequence(toBeSigned, ecdsaWithSha256, bits(signature)).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

const commonName = (name: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), utf8(name))));

const extension = (id: string, value: Buffer, critical = false): Buffer =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));

const alternativeName = (host: string): Buffer =>
  isIPv4(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host, 'ascii'));

const keyId = (key: KeyObject): Buffer =>
  createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();
