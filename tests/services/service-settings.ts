import { type CertificateAuthority, createCertificateAuthority } from './certificate-authority.ts';
import { type AnyServiceId, RequestJournal } from './request-journal.ts';
import type { ServiceSetting } from './sample-service.ts';

export interface StartOptions {
  /** Lifetime of tokens; default: what the provider is known for (1 h; Layar 12 h; DataOS 24 h). */
  readonly lifetimesS?: Partial<Record<AnyServiceId, number>>;
  /** Default: http for `celerdata`, `ibm-iam`, `layar` and `dataos`, https for the others. */
  readonly https?: Partial<Record<AnyServiceId, boolean>>;
  readonly certificateAuthority?: CertificateAuthority;
}

const plainOnes: readonly AnyServiceId[] = ['celerdata', 'ibm-iam', 'layar', 'dataos'];

/** One journal and one authority for all services of a test. */
export function serviceSettings(options: StartOptions) {
  const journal = new RequestJournal();
  const { caPem, issueFor } = options.certificateAuthority ?? createCertificateAuthority();
  const certificate = issueFor();
  const settingOf = (id: AnyServiceId): ServiceSetting => ({
    journal,
    caPem,
    certificate: (options.https?.[id] ?? !plainOnes.includes(id)) ? certificate : undefined,
    lifetimeS: options.lifetimesS?.[id],
  });
  return { journal, caPem, settingOf };
}
