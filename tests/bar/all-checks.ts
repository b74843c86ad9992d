import { AppWithCanaries } from '../canary/app-with-canaries.ts';
import { ClipboardKeyfob } from '../desktop/flows/clipboard-keyfob.ts';
import { WaylandKeyfob } from '../desktop/flows/clipboard-wayland.ts';
import { PackagedApp } from '../desktop/rig/packaged-app.ts';
import type { CheckResult } from './check-result.ts';
import { spreadRetries } from './checks/client-jitter.ts';
import { clearAfterCrash } from './checks/clipboard-after-crash.ts';
import { clearOnTime, leaveForeignText } from './checks/clipboard-clearing.ts';
import { copyExactly, copyInBurst } from './checks/clipboard-copies.ts';
import { writeNowhereElse } from './checks/clipboard-elsewhere.ts';
import { keepOutOfHistories, offerHint } from './checks/clipboard-histories.ts';
import { clearOnTriggers } from './checks/clipboard-triggers.ts';
import { clearLeftOverProcess, copyUnfocused } from './checks/clipboard-wayland.ts';
import { copyAsForms } from './checks/copy-as-forms.ts';
import { copyShortTokens, startWithShortTokens } from './checks/copy-short-tokens.ts';
import { copySixPresets } from './checks/copy-six-presets.ts';
import { reportCrypto } from './checks/crypto-in-electron.ts';
import { refuseHostileCosts } from './checks/crypto-kdf-bounds.ts';
import { findLiteralKeys } from './checks/crypto-literal-keys.ts';
import { neverRepeatNonces } from './checks/crypto-nonces.ts';
import { renewDataKeyUnderKills } from './checks/crypto-renewal-kills.ts';
import { swapAndReplay } from './checks/crypto-swaps.ts';
import { refuseShortTags } from './checks/crypto-tag-length.ts';
import { tamperAtRandom } from './checks/crypto-tampers.ts';
import { findSecretsInErrors } from './checks/error-canaries.ts';
import { importHostileExports } from './checks/export-imports.ts';
import { findSecretsAtRest } from './checks/find-secrets-at-rest.ts';
import { findSecretsInOutput } from './checks/find-secrets-in-output.ts';
import { findSecretsInPage } from './checks/find-secrets-in-page.ts';
import { findSecretsInRequests } from './checks/find-secrets-in-requests.ts';
import { refuseHostileAnswers } from './checks/hostile-answers.ts';
import { measureIdleCost } from './checks/idle-cost.ts';
import { outliveKeyrings } from './checks/keyring-changes.ts';
import { tellKeyringStates } from './checks/keyring-environments.ts';
import { killAppWhileAdding } from './checks/kill-app-while-adding.ts';
import { findLockedSecrets } from './checks/lock-wipes-memory.ts';
import { checkAddresses } from './checks/network-addresses.ts';
import { checkCaIsolation } from './checks/network-ca-isolation.ts';
import { checkProxies } from './checks/network-proxies.ts';
import { checkRedirects } from './checks/network-redirects.ts';
import { checkSizes } from './checks/network-sizes.ts';
import { checkTimeOuts } from './checks/network-time-outs.ts';
import { checkTls } from './checks/network-tls.ts';
import { checkUrlDecisions } from './checks/network-url-decisions.ts';
import { giveNoticesOnce } from './checks/notices.ts';
import { passOidcMatrix } from './checks/oidc-matrix.ts';
import { pageChecks, startPageToProbe } from './checks/page-checks.ts';
import { fuzzDoor } from './checks/page-message-fuzz.ts';
import { findTracesInProfile } from './checks/profile-traces.ts';
import { bearRealFaults } from './checks/real-faults.ts';
import { copyAfterRestart, startWithTwentyKeys } from './checks/restart-with-twenty-keys.ts';
import { restWhileLocked, resumeAfterSleep, startWithSleepyKeys } from './checks/resume-after-sleep.ts';
import { keepRetryPolicy } from './checks/retry-policy.ts';
import { renewUnderKills } from './checks/rotating-refresh-token.ts';
import { rotateUnderKills } from './checks/rotation-kills.ts';
import { runCommands } from './checks/run-commands.ts';
import { surviveClockJumps } from './checks/schedule-clock-jumps.ts';
import { tameHerd } from './checks/schedule-herd.ts';
import { leaveLongLives } from './checks/schedule-long-lives.ts';
import { followModel } from './checks/schedule-model.ts';
import { waitForNetwork } from './checks/schedule-offline.ts';
import { renewOnTime } from './checks/schedule-on-time.ts';
import { restartOften } from './checks/schedule-restarts.ts';
import { setRealClock } from './checks/schedule-set-clock.ts';
import { readWrongServerClocks } from './checks/schedule-wrong-server-clock.ts';
import { refuseDangerousStarts } from './checks/shell-dangerous-starts.ts';
import { bearHangingKeyring } from './checks/shell-hanging-keyring.ts';
import { useOsSandbox } from './checks/shell-os-sandbox.ts';
import { exchangeShippedPresets } from './checks/shipped-presets.ts';
import { liveAWeek } from './checks/simulated-week.ts';
import { askOnce } from './checks/single-flight.ts';
import { fillDisks } from './checks/storage-disk-full.ts';
import { keepOneOwner } from './checks/storage-instances.ts';
import { tellIoErrors } from './checks/storage-io-errors.ts';
import { killVaultWriter } from './checks/storage-kills.ts';
import { keepModes } from './checks/storage-permissions.ts';
import { cutPower } from './checks/storage-power-cuts.ts';
import { surviveShortWrites } from './checks/storage-short-writes.ts';
import { ignoreEnvironment } from './checks/storage-syscalls.ts';
import { measureWrites } from './checks/storage-write-volume.ts';
import { bearWrongTries } from './checks/wrong-tries.ts';
import { storeChecks } from './store-checks.ts';

/** Checks that share one start of what they look at. */
export interface CheckGroup {
  readonly ids: readonly string[];
  /** Runs those that are wanted and reports each as soon as it is known. */
  run(report: Report): Promise<void>;
}

/** Runs one check of a group if it is wanted. */
export type Report = (id: string, check: () => CheckResult | Promise<CheckResult>) => Promise<void>;

/** All checks in their full size, the quickest way to a failure first. */
export const allChecks: readonly CheckGroup[] = [
  single('PRESETS', exchangeShippedPresets),
  single('OIDC-MATRIX', passOidcMatrix),
  single('COPY-AS', () => copyAsForms({ tokens: 20_000, calls: 1_000 })),
  single('NW-01', () => checkRedirects('full')),
  single('NW-02', checkUrlDecisions),
  single('NW-03', () => checkTls('full')),
  single('NW-04', () => checkCaIsolation('full')),
  single('NW-05', checkProxies),
  single('NW-06', () => checkTimeOuts('full')),
  single('NW-07', checkSizes),
  single('NW-17', () => checkAddresses('full')),
  single('JOB-SIX', copySixPresets),
  {
    ids: ['JOB-RESTART', 'JOB-RESTART-KILL'],
    run: (report) =>
      during(startWithTwentyKeys, async (keyfob) => {
        await report('JOB-RESTART', () => copyAfterRestart(keyfob, 'quit'));
        await report('JOB-RESTART-KILL', () => copyAfterRestart(keyfob, 'kill -9'));
      }),
  },
  {
    ids: ['RN-11', 'NW-10', 'NW-09', 'CR-19', 'CR-01'],
    run: (report) =>
      during(
        () => AppWithCanaries.start('full'),
        async (app) => {
          await report('RN-11', () => findSecretsInPage(app));
          await report('NW-10', () => findSecretsInOutput(app));
          await report('NW-09', () => findSecretsInRequests(app));
          await report('CR-19', () => findLockedSecrets(app));
          // The last one, as it ends the app.
          await report('CR-01', () => findSecretsAtRest(app));
        },
      ),
  },
  single('CR-05', () => bearHangingKeyring('full')),
  single('RN-09', () => fuzzDoor('full')),
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
  {
    ids: ['CB-06', 'CB-10', 'CB-01', 'CB-08', 'CB-09', 'CB-03', 'CB-02', 'CB-05', 'CB-04'],
    run: (report) =>
      during(ClipboardKeyfob.start, async (app) => {
        await report('CB-06', () => offerHint(app));
        await report('CB-10', () => keepOutOfHistories(app, 'full'));
        await report('CB-01', () => copyExactly(app, 'full'));
        await report('CB-08', () => writeNowhereElse(app, 'full'));
        await report('CB-09', () => copyInBurst(app, 'full'));
        await report('CB-03', () => leaveForeignText(app, 'full'));
        await report('CB-02', () => clearOnTime(app, 'full'));
        // These end the app.
        await report('CB-05', () => clearAfterCrash(app, 'full'));
        await report('CB-04', () => clearOnTriggers(app, 'full'));
      }),
  },
  {
    ids: ['CB-07', 'CB-05-WAYLAND'],
    run: (report) =>
      during(
        () => WaylandKeyfob.start(30_000),
        async (app) => {
          await report('CB-07', () => copyUnfocused(app, 'full'));
          await report('CB-05-WAYLAND', () => clearLeftOverProcess(app, 'full'));
        },
      ),
  },
  single('CR-21', () => importHostileExports('full')),
  single('NW-08', () => refuseHostileAnswers('full')),
  single('NW-11', findSecretsInErrors),
  single('NW-12', () => keepRetryPolicy('full')),
  single('NW-13', () => spreadRetries('full')),
  single('NW-14', () => askOnce('full')),
  single('NW-15', () => renewUnderKills(200)),
  single('NW-16', () => findTracesInProfile('full')),
  single('NW-18', () => runCommands('full')),
  single('ROTATE-KILL', () => rotateUnderKills(100)),
  single('SC-10', () => giveNoticesOnce('full')),
  single('SC-01', () => renewOnTime('full')),
  single('SC-02', leaveLongLives),
  single('SC-04', () => surviveClockJumps('full')),
  single('SC-04-REAL', () => setRealClock('full')),
  single('SC-05', readWrongServerClocks),
  single('SC-06', () => waitForNetwork('full')),
  single('SC-07', () => tameHerd('full')),
  single('SC-08', () => restartOften('full')),
  single('SC-09', () => followModel('full')),
  single('WEEK', () => liveAWeek('full')),
  single('ST-01', () => killVaultWriter('full')),
  single('ST-02', () => cutPower('full')),
  single('ST-03', () => fillDisks('full')),
  single('ST-04', () => surviveShortWrites('full')),
  single('ST-05', () => tellIoErrors('full')),
  single('ST-09', () => keepModes('full')),
  single('ST-10', () => keepOneOwner('full')),
  single('ST-11', ignoreEnvironment),
  single('ST-15', () => measureWrites('full')),
  single('CR-02', () => tellKeyringStates('full')),
  single('CR-08', outliveKeyrings),
  single('CR-09', () => tamperAtRandom('full')),
  single('CR-10', swapAndReplay),
  single('CR-11', () => neverRepeatNonces('full')),
  single('CR-12', refuseShortTags),
  single('CR-14', refuseHostileCosts),
  single('CR-17', () => renewDataKeyUnderKills('full')),
  single('CR-20', findLiteralKeys),
  { ids: ['CR-13', 'CR-15'], run: reportCrypto },
  single('ST-01-APP', () => killAppWhileAdding('full')),
  ...Object.entries(storeChecks).map(([id, check]) => single(id, check)),
  single('CR-16', () => bearWrongTries('full')),
  {
    ids: ['SC-03', 'SC-03-LOCK'],
    run: (report) =>
      during(startWithSleepyKeys, async (keyfob) => {
        await report('SC-03', () => resumeAfterSleep(keyfob, 'full'));
        await report('SC-03-LOCK', () => restWhileLocked(keyfob));
      }),
  },
  single('SC-REAL', () => bearRealFaults('full')),
  single('SC-11', () => measureIdleCost('full')),
  {
    ids: ['JOB-FRESH'],
    run: (report) =>
      during(startWithShortTokens, (keyfob) => report('JOB-FRESH', () => copyShortTokens(keyfob, 'full'))),
  },
];

function single(id: string, check: () => Promise<CheckResult>): CheckGroup {
  return { ids: [id], run: (report) => report(id, check) };
}

async function during<T extends { stop(): Promise<void> }>(
  start: () => Promise<T>,
  use: (started: T) => Promise<void>,
): Promise<void> {
  const started = await start();
  try {
    await use(started);
  } finally {
    await started.stop();
  }
}
