import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateDetails } from '#adapters/certificate-details';
import { type CertificateWish, OpensslAuthority, stamp } from '../network/openssl-authority.ts';

let authority: OpensslAuthority;
beforeAll(() => {
  authority = OpensslAuthority.root('', { subject: '/C=DE/O=Example Ltd/CN=Example Root' });
});
afterAll(() => authority.remove());

/** What is shown of one certificate with these wishes. */
function detailsOf(wish: CertificateWish, from = authority) {
  const details = certificateDetails(from.issue(wish).cert);
  if (!details.ok || details.value[0] === undefined) throw new Error('no details');
  return details.value[0];
}

describe('the details of certificates', () => {
  it('are those of each one, in order', () => {
    const { cert } = authority.issue();
    const text = `subject=whatever\n${authority.caPem}\nsome words\n${cert}`;
    const der = Buffer.from(authority.caPem.replace(/-----.*-----|\s/g, ''), 'base64');
    const fingerprint = createHash('sha256').update(der).digest('hex').toUpperCase().match(/../g)?.join(':');
    const details = certificateDetails(text);
    expect(details).toMatchObject({
      ok: true,
      value: [
        {
          subject: 'Example Root',
          issuer: 'Example Root',
          isAuthority: true,
          fingerprintSha256: fingerprint,
        },
        { subject: 'test server', issuer: 'Example Root', isAuthority: false },
      ],
    });
  });

  it('tell from when to when it is valid, in milliseconds', () => {
    const wish = { from: '20200102030405Z', to: '20200203040506Z' };
    expect(detailsOf(wish)).toMatchObject({
      validFromMs: Date.UTC(2020, 0, 2, 3, 4, 5),
      validToMs: Date.UTC(2020, 1, 3, 4, 5, 6),
    });
    expect(detailsOf({ to: stamp(3_600_000) }).validToMs).toBeGreaterThan(Date.now());
    expect(detailsOf({ to: '99991231235959Z' }).validToMs).toBe(Date.UTC(9999, 11, 31, 23, 59, 59));
  });

  it('name an alternative name or an organisation where there is no common name', () => {
    const names = {
      subject: '/O=Nobody',
      extensions: ['subjectAltName=DNS:first.example,DNS:second.example'],
    };
    expect(detailsOf(names).subject).toBe('first.example');
    expect(detailsOf({ ...names, extensions: ['subjectAltName=IP:10.0.0.9'] }).subject).toBe('10.0.0.9');
    expect(detailsOf({ ...names, extensions: [] }).subject).toBe('');
    const nameless = OpensslAuthority.root('', { subject: '/O=Only An Organisation' });
    expect(detailsOf({}, nameless).issuer).toBe('Only An Organisation');
    nameless.remove();
  });

  it('hold no character that could mislead and no endless text', () => {
    const subject = '/CN=a\u202eb\u0007c\u200bd\u001b[31m';
    expect(detailsOf({ subject }).subject).toBe('a b c d [31m');
    const long = authority.issue({ subject: `/CN=${'x'.repeat(64)}/CN=second` }).cert;
    expect(certificateDetails(long)).toMatchObject({ value: [{ subject: 'x'.repeat(64) }] });
    const names = Array.from({ length: 20 }, (_, i) => `DNS:${`${i}`.repeat(200)}.example`).join(',');
    expect(
      detailsOf({ subject: '/O=x', extensions: [`subjectAltName=${names}`] }).subject.length,
    ).toBeLessThanOrEqual(200);
  });

  const block = (base64: string) => `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
  it.each([
    ['nothing', ''],
    ['a text', 'hello'],
    ['a block of something else', block('Tm9uc2Vuc2U=')],
    ['an empty block', block('')],
    ['a certificate that is cut', '-----BEGIN CERTIFICATE-----\nMIIB'],
    ['a DER sequence that is none', block('MIIBAAAA')],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n'],
  ])('%s has none', (_what, text) => {
    expect(certificateDetails(text)).toEqual({
      ok: false,
      failure: { kind: 'invalidInput', field: 'extraCaPem', reason: 'notPem' },
    });
  });

  it('are not told when one of several is none', () => {
    expect(certificateDetails(authority.caPem + block('Tm9uc2Vuc2U='))).toMatchObject({ ok: false });
  });
});
