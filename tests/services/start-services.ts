import { CelerdataService } from './celerdata-service.ts';
import { type CertificateAuthority, createCertificateAuthority } from './certificate-authority.ts';
import { DataosService } from './dataos-service.ts';
import { IbmDbaasService } from './ibm-dbaas-service.ts';
import { IbmIamService } from './ibm-iam-service.ts';
import { LayarService } from './layar-service.ts';
import { OauthService } from './oauth-service.ts';
import { RequestJournal, type ServiceId } from './request-journal.ts';
import { createRs256Signer } from './rs256-signer.ts';
import type { ServiceSetting } from './sample-service.ts';

export interface StartOptions {
  /** Lifetime of tokens; default: what the provider is known for (1 h; Layar 12 h; DataOS 24 h). */
  readonly lifetimesS?: Partial<Record<ServiceId, number>>;
  /** Default: https for `oauth` and `ibm-dbaas`, http for the others. */
  readonly https?: Partial<Record<ServiceId, boolean>>;
  readonly certificateAuthority?: CertificateAuthority;
}

export interface SampleServices {
  readonly caPem: string;
  readonly journal: RequestJournal;
  readonly celerdata: CelerdataService;
  readonly ibmDbaas: IbmDbaasService;
  readonly ibmIam: IbmIamService;
  readonly layar: LayarService;
  readonly dataos: DataosService;
  readonly oauth: OauthService;
  stop(): Promise<void>;
}

/** Starts every sample service on its own free port of 127.0.0.1, with fresh random credentials. */
export async function startServices(options: StartOptions = {}): Promise<SampleServices> {
  const journal = new RequestJournal();
  const { caPem, issueFor } = options.certificateAuthority ?? createCertificateAuthority();
  const certificate = issueFor();
  const https = { oauth: true, 'ibm-dbaas': true, ...options.https };
  const setting = (id: ServiceId): ServiceSetting => ({
    journal,
    caPem,
    certificate: (https as StartOptions['https'])?.[id] ? certificate : undefined,
    lifetimeS: options.lifetimesS?.[id],
  });
  const sign = await createRs256Signer();
  const services = {
    celerdata: new CelerdataService(setting('celerdata')),
    ibmDbaas: new IbmDbaasService(setting('ibm-dbaas'), sign),
    ibmIam: new IbmIamService(setting('ibm-iam'), sign),
    layar: new LayarService(setting('layar')),
    dataos: new DataosService(setting('dataos')),
    oauth: new OauthService(setting('oauth')),
  };
  const all = Object.values(services);
  const stop = async () => {
    await Promise.all(all.map((service) => service.stop()));
  };
  await Promise.all(all.map((service) => service.listen()));
  return { caPem, journal, ...services, stop };
}
