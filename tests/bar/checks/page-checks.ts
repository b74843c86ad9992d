import { RunningKeyfob } from '../../desktop/flows/running-keyfob.ts';
import { sixKeys } from '../../desktop/flows/six-keys.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';
import { fuzzPageFiles } from './page-files.ts';
import { showHostileStrings } from './page-hostile-strings.ts';
import { fuzzBridge } from './page-message-fuzz.ts';
import { stayOnPage } from './page-navigation.ts';
import { denyPermissions } from './page-permissions.ts';
import { probePolicy } from './page-policy.ts';
import { hideInTime, refuseScripts } from './page-reveal.ts';
import { listHandlers, refuseStrangers } from './page-senders.ts';
import { readPreferences, readWorld } from './page-world.ts';
import { openOnlyLinks } from './shell-browser-addresses.ts';
import { surviveCrashes } from './shell-crashes.ts';

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
  { id: 'RN-07', run: denyPermissions },
  { id: 'RN-08', run: refuseStrangers },
  { id: 'RN-10', run: listHandlers },
  { id: 'RN-12', run: hideInTime },
  { id: 'RN-13', run: refuseScripts },
  { id: 'RN-09-BRIDGE', run: fuzzBridge },
  { id: 'RN-14', run: showHostileStrings },
  { id: 'RN-15', run: openOnlyLinks },
  { id: 'RN-18', run: surviveCrashes },
];

/** The real app with one key. */
export async function startPageToProbe(): Promise<RunningKeyfob> {
  const keyfob = await RunningKeyfob.start();
  const [key] = sixKeys(keyfob.services);
  if (key === undefined) throw new Error('no key');
  await keyfob.addKeys([key]);
  return keyfob;
}
