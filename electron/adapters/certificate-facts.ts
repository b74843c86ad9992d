import type { X509Certificate } from 'node:crypto';
import type { CertificateFacts } from '#core/failure';
import { providerText } from '#core/providers/provider-text';

const longestName = 200;

/** What a certificate says of itself, made fit to be shown. A date that cannot be read is 1970, which is never valid. */
export function certificateFacts(certificate: X509Certificate): CertificateFacts {
  const { subject, issuer } = certificate.toLegacyObject();
  return {
    subject: shown(subject?.CN) ?? shown(firstAlternativeName(certificate)) ?? '',
    issuer: shown(issuer?.CN) ?? shown(issuer?.O) ?? '',
    validFromMs: Date.parse(certificate.validFrom) || 0,
    validToMs: Date.parse(certificate.validTo) || 0,
    fingerprintSha256: certificate.fingerprint256,
  };
}

/** Node lists them as `DNS:a.example, IP Address:10.0.0.1`. */
function firstAlternativeName({ subjectAltName }: X509Certificate): string | undefined {
  return subjectAltName?.replace(/, .*$/s, '').replace(/^[\w ]+:/, '');
}

/** A part that stands several times in a name is a list; its first one is shown. */
function shown(name: string | readonly string[] | undefined): string | undefined {
  return providerText(typeof name === 'string' ? name : name?.[0], longestName, []);
}
