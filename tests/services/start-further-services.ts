import type { DescribedService } from './further/described-service.ts';
import type { FurtherServiceId } from './further/further-service-ids.ts';
import { FurtherServices } from './further/further-services.ts';
import type { RequestJournal } from './request-journal.ts';
import { type StartOptions, serviceSettings } from './service-settings.ts';

export interface StartedFurtherServices {
  readonly caPem: string;
  readonly journal: RequestJournal;
  /** Starts it when it is first asked for. */
  start(id: FurtherServiceId): Promise<DescribedService>;
  stop(): Promise<void>;
}

/** For tests that need none of the first six services. */
export function startFurtherServices(options: StartOptions = {}): StartedFurtherServices {
  const { caPem, journal, settingOf } = serviceSettings(options);
  const further = new FurtherServices(settingOf);
  return { caPem, journal, start: (id) => further.start(id), stop: () => further.stop() };
}
