import type { CallValues } from '#contract/calls';
import type { CertificateView } from '#contract/certificate-view';
import { dateWords } from '#contract/words/date-words';

/** A certificate as `certificates.inspect` tells of it. */
export type InspectedCertificate = CallValues['certificates.inspect']['certificates'][number];

/** From when to when a certificate is valid: "3 Mar 2021 to 3 Mar 2031". */
export function validityWords({ validFromMs, validToMs }: CertificateView): string {
  return `${dateWords(validFromMs)} to ${dateWords(validToMs)}`;
}

/** What keeps a certificate from being of use as an authority, in sentences; empty when nothing does. */
export function certificateWarnings(certificate: InspectedCertificate, nowMs: number): readonly string[] {
  const { validFromMs, validToMs, isAuthority } = certificate;
  return [
    ...(validToMs <= nowMs ? [`It expired on ${dateWords(validToMs)}: ask for a new one.`] : []),
    ...(validFromMs > nowMs ? [`It is not valid before ${dateWords(validFromMs)}.`] : []),
    ...(isAuthority ? [] : ['It is no authority’s: it helps only for a server that shows this very one.']),
  ];
}
