import { AppWithCanaries } from '../../canary/app-with-canaries.ts';
import { type CheckGroup, during, each } from '../check-group.ts';
import { findSecretsInErrors } from '../checks/error-canaries.ts';
import { findSecretsAtRest } from '../checks/find-secrets-at-rest.ts';
import { findSecretsInOutput } from '../checks/find-secrets-in-output.ts';
import { findSecretsInPage } from '../checks/find-secrets-in-page.ts';
import { findSecretsInRequests } from '../checks/find-secrets-in-requests.ts';
import { findSecretsInTranscript } from '../checks/find-secrets-in-transcript.ts';
import { findLockedSecrets } from '../checks/lock-wipes-memory.ts';
import { findTracesInProfile } from '../checks/profile-traces.ts';

/** Checks that no secret turns up where it does not belong. */
export const canaryChecks: readonly CheckGroup[] = [
  {
    ids: ['RN-11', 'NW-10', 'NW-09', 'IPC-TRANSCRIPT', 'CR-19', 'CR-01'],
    run: (report) =>
      during(
        () => AppWithCanaries.start('full'),
        async (app) => {
          await report('RN-11', () => findSecretsInPage(app));
          await report('NW-10', () => findSecretsInOutput(app));
          await report('NW-09', () => findSecretsInRequests(app));
          await report('IPC-TRANSCRIPT', () => findSecretsInTranscript(app));
          await report('CR-19', () => findLockedSecrets(app));
          // The last one, as it ends the app.
          await report('CR-01', () => findSecretsAtRest(app));
        },
      ),
  },
  ...each({
    'NW-11': findSecretsInErrors,
    'NW-16': findTracesInProfile,
  }),
];
