import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { fail, ok, type Result } from '#core/failure';
import { certificateBlocks, certificateDetails } from './certificate-details.ts';

/** Where distributions keep the system's certificates; the first that exists counts, as in Go's crypto/x509. */
const bundleFiles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
/** Contexts kept for different extra CA files; the oldest makes room for a new one. */
const keptContexts = 32;

let defaultCertificates: readonly string[] | null = null;
const contexts = new Map<string | null, tls.SecureContext>();

/**
 * The TLS settings of a request: the bundled and the system's certificates, and the key's own in addition to them (the `ca`
 * option of Node would replace the list). A CA of one key is not trusted for another. Failure: invalidInput.
 */
export function trustedContext(extraCaPem: string | null): Result<tls.SecureContext> {
  const kept = contexts.get(extraCaPem);
  if (kept !== undefined) return ok(kept);
  const details = extraCaPem === null ? ok([]) : certificateDetails(extraCaPem);
  if (!details.ok) return fail('invalidInput', { ...details.failure, step: 'prepare' });
  defaultCertificates ??= readDefaultCertificates();
  const context = tls.createSecureContext({
    ca: [...defaultCertificates, ...certificateBlocks(extraCaPem ?? '')],
    minVersion: 'TLSv1.2',
  });
  if (contexts.size >= keptContexts) contexts.delete([...contexts.keys()][0] ?? null);
  contexts.set(extraCaPem, context);
  return ok(context);
}

function readDefaultCertificates(): string[] {
  const bundle = bundleFiles.map(readIfPresent).find((text) => text !== null) ?? '';
  const all = [...tls.rootCertificates, ...systemCertificates(), ...certificateBlocks(bundle)];
  return [...new Set(all.map((pem) => pem.trim()))];
}

/** Node can ask the system since 22.15 (all there is on macOS and Windows). */
function systemCertificates(): string[] {
  return 'getCACertificates' in tls ? tls.getCACertificates('system') : [];
}

function readIfPresent(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
