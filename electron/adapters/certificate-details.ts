import { X509Certificate } from 'node:crypto';
import { type CertificateFacts, fail, ok, type Result } from '#core/failure';
import { certificateFacts } from './certificate-facts.ts';

const certificateBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The facts of a certificate, and whether it may sign others (RFC 5280 section 4.2.1.9). */
export type CertificateDetails = CertificateFacts & { readonly isAuthority: boolean };

/** The PEM blocks of certificates in a text (RFC 7468), without what stands around them. */
export function certificateBlocks(text: string): readonly string[] {
  return text.match(certificateBlock) ?? [];
}

/**
 * What the certificates of a PEM text say, in its order; an expired one is told by its `validToMs`. Failure: invalidInput
 * (field extraCaPem, reason notPem) when there is none or when one of them is none.
 */
export function certificateDetails(pem: string): Result<readonly CertificateDetails[]> {
  try {
    const certificates = certificateBlocks(pem).map((block) => new X509Certificate(block));
    if (certificates.length > 0)
      return ok(
        certificates.map((certificate) => ({
          ...certificateFacts(certificate),
          isAuthority: certificate.ca,
        })),
      );
  } catch {
    // X509Certificate throws at what only looks like one.
  }
  return fail('invalidInput', { field: 'extraCaPem', reason: 'notPem' });
}
