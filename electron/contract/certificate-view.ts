/** What a certificate says of itself. */
export interface CertificateView {
  readonly subject: string;
  readonly issuer: string;
  readonly validFromMs: number;
  readonly validToMs: number;
  /** SHA-256, hexadecimal in pairs with colons. */
  readonly fingerprintSha256: string;
}
