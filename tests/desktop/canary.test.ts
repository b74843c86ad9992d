import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../bar/check-result.ts';
import { findSecretsAtRest } from '../bar/checks/find-secrets-at-rest.ts';
import { findSecretsInOutput } from '../bar/checks/find-secrets-in-output.ts';
import { findSecretsInPage } from '../bar/checks/find-secrets-in-page.ts';
import { findSecretsInRequests } from '../bar/checks/find-secrets-in-requests.ts';
import { findSecretsInTranscript } from '../bar/checks/find-secrets-in-transcript.ts';
import { findLockedSecrets } from '../bar/checks/lock-wipes-memory.ts';
import { AppWithCanaries } from '../canary/app-with-canaries.ts';

/** In this order: the last one ends the app. */
const checks: readonly (readonly [string, (app: AppWithCanaries) => CheckResult | Promise<CheckResult>])[] = [
  ['the page before a reveal and after it (RN-11)', findSecretsInPage],
  ['logs, notifications, tray and processes (NW-10)', findSecretsInOutput],
  ['request lines (NW-09)', findSecretsInRequests],
  ['messages between page and main process, and Health (IPC-TRANSCRIPT)', findSecretsInTranscript],
  ['the memory after a lock, nor a key of the vault or half of one (CR-19)', findLockedSecrets],
  ['files (CR-01)', findSecretsAtRest],
];

describe('no secret and no token is found in', () => {
  let app: AppWithCanaries;
  beforeAll(async () => {
    app = await AppWithCanaries.start('reduced');
  });
  afterAll(() => app?.stop());

  it.each(checks)('%s', async (_name, check) => {
    const { figure, passed } = await check(app);
    console.log(figure);
    expect(passed, figure).toBe(true);
  });
});
