import { PackagedApp } from '../../desktop/rig/packaged-app.ts';
import { type CheckGroup, during, each } from '../check-group.ts';
import { pageChecks, startPageToProbe } from '../checks/page-checks.ts';
import { fuzzDoor } from '../checks/page-message-fuzz.ts';
import { keepOutOfRecordings } from '../checks/page-recordings.ts';
import { refuseDangerousStarts } from '../checks/shell-dangerous-starts.ts';
import { useOsSandbox } from '../checks/shell-os-sandbox.ts';

/** Checks of the window, of what it may ask for, and of starts. */
export const pageGroups: readonly CheckGroup[] = [
  ...each({
    'RN-09': fuzzDoor,
    'RN-16': keepOutOfRecordings,
  }),
  {
    ids: pageChecks.map(({ id }) => id),
    run: (report) =>
      during(startPageToProbe, async (keyfob) => {
        for (const { id, run } of pageChecks) await report(id, () => run(keyfob, 'full'));
      }),
  },
  {
    ids: ['RN-02', 'RN-17'],
    run: (report) =>
      during(PackagedApp.make, async (app) => {
        await report('RN-02', () => useOsSandbox(app));
        await report('RN-17', () => refuseDangerousStarts(app, 'full'));
      }),
  },
];
