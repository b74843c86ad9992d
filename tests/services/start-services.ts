import { CelerdataService } from './celerdata-service.ts';
import { DataosService } from './dataos-service.ts';
import type { DescribedService } from './further/described-service.ts';
import type { FurtherServiceId } from './further/further-service-ids.ts';
import type { FurtherServices } from './further/further-services.ts';
import { IbmDbaasService } from './ibm-dbaas-service.ts';
import { IbmIamService } from './ibm-iam-service.ts';
import { LayarService } from './layar-service.ts';
import { OauthService } from './oauth-service.ts';
import type { RequestJournal } from './request-journal.ts';
import { createRs256Signer } from './rs256-signer.ts';
import { type StartOptions, serviceSettings } from './service-settings.ts';

export interface SampleServices {
  readonly caPem: string;
  readonly journal: RequestJournal;
  readonly celerdata: CelerdataService;
  readonly ibmDbaas: IbmDbaasService;
  readonly ibmIam: IbmIamService;
  readonly layar: LayarService;
  readonly dataos: DataosService;
  readonly oauth: OauthService;
  /** A further service, which starts when it is first asked for. */
  start(id: FurtherServiceId): Promise<DescribedService>;
  stop(): Promise<void>;
}

/** Starts the first six sample services, each on its own free port of 127.0.0.1, with fresh random credentials. */
export async function startServices(options: StartOptions = {}): Promise<SampleServices> {
  const { caPem, journal, settingOf } = serviceSettings(options);
  const sign = createRs256Signer();
  const services = {
    celerdata: new CelerdataService(settingOf('celerdata')),
    ibmDbaas: new IbmDbaasService(settingOf('ibm-dbaas'), sign),
    ibmIam: new IbmIamService(settingOf('ibm-iam'), sign),
    layar: new LayarService(settingOf('layar')),
    dataos: new DataosService(settingOf('dataos')),
    oauth: new OauthService(settingOf('oauth')),
  };
  const all = Object.values(services);
  let further: Promise<FurtherServices> | undefined;
  const start = async (id: FurtherServiceId) => {
    // Read only now: most tests need none of them.
    further ??= import('./further/further-services.ts').then(
      (module) => new module.FurtherServices(settingOf),
    );
    return (await further).start(id);
  };
  const stop = async () => {
    await Promise.all([...all.map((service) => service.stop()), further?.then((started) => started.stop())]);
  };
  await Promise.all(all.map((service) => service.listen()));
  return { caPem, journal, ...services, start, stop };
}
