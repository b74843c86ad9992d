import { RunningKeyfob } from '../../desktop/flows/running-keyfob.ts';
import { sixKeys } from '../../desktop/flows/six-keys.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';
import { fuzzPageFiles } from './page-files.ts';
import { stayOnPage } from './page-navigation.ts';
import { probePolicy } from './page-policy.ts';
import { readPreferences, readWorld } from './page-world.ts';

/** A check of the window that is open, by its id. */
export interface PageCheck {
  readonly id: string;
  run(keyfob: RunningKeyfob, size: CheckSize): Promise<CheckResult>;
}

/** The checks that share one start of the app, in this order. */
export const pageChecks: readonly PageCheck[] = [
  { id: 'RN-01', run: readPreferences },
  { id: 'RN-03', run: readWorld },
  { id: 'RN-04', run: probePolicy },
  { id: 'RN-05', run: fuzzPageFiles },
  { id: 'RN-06', run: stayOnPage },
];

/** The real app with one key. */
export async function startPageToProbe(): Promise<RunningKeyfob> {
  const keyfob = await RunningKeyfob.start();
  const [key] = sixKeys(keyfob.services);
  if (key === undefined) throw new Error('no key');
  await keyfob.addKeys([key]);
  return keyfob;
}
