import type { CallValues } from '#contract/calls';
import type { TestStep } from '#contract/test-report';
import { done, type FakeBridge, failed } from '../fake-bridge.ts';
import { step } from '../test-fixtures.ts';
import { traceOf } from './test-traces.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const certificates: CallValues['certificates.inspect']['certificates'] = [
  {
    subject: 'C=DE, O=Example GmbH, CN=Example Root CA',
    issuer: 'C=DE, O=Example GmbH, CN=Example Root CA',
    validFromMs: Date.UTC(2021, 2, 3),
    validToMs: Date.UTC(2041, 2, 3),
    fingerprintSha256: Array.from({ length: 32 }, (_, at) => (at + 160).toString(16).toUpperCase()).join(':'),
    isAuthority: true,
  },
  {
    subject: 'CN=dbaas900.hyperp-dbaas.cloud.ibm.com',
    issuer: 'C=DE, O=Example GmbH, CN=Example Root CA',
    validFromMs: Date.UTC(2022, 2, 3),
    validToMs: Date.UTC(2024, 2, 3),
    fingerprintSha256: Array.from({ length: 32 }, (_, at) => (at + 100).toString(16).toUpperCase()).join(':'),
    isAuthority: false,
  },
];

/**
 * Answers of the main process to the add form. What a draft's description says decides: "slow" never ends by itself, "none",
 * "many" and "refused" are what a look-up finds.
 */
export function answerForms(bridge: FakeBridge): void {
  const stopped = new Set<string>();
  bridge.answer('keys.cancelTest', ({ runId }) => {
    stopped.add(runId);
    return done({});
  });
  bridge.answer('keys.test', async ({ runId, draft }) => {
    const found = traceOf(draft);
    let steps: TestStep[] = found.steps.map((one) => step({ step: one.step, outcome: 'notRun' }));
    const tell = (one: TestStep): void => {
      steps = steps.map((old) => (old.step === one.step ? one : old));
      bridge.emit('testProgress', { runId, steps });
    };
    for (const one of found.steps.filter(({ outcome }) => outcome !== 'notRun')) {
      tell(step({ step: one.step, outcome: 'running' }));
      await pause(150);
      while (draft.description === 'slow' && one.step === 'answer' && !stopped.has(runId)) await pause(50);
      if (stopped.has(runId)) return failed({ kind: 'cancelled' });
      tell(one);
    }
    return done(found);
  });
  bridge.answer('certificates.inspect', ({ pem }) =>
    pem.includes('BEGIN CERTIFICATE')
      ? done({ certificates })
      : failed({ kind: 'invalidInput', field: 'extraCaPem', reason: 'notPem' }),
  );
  bridge.answer('keys.lookUp', async ({ draft }) => {
    if (draft.description === 'slow') await pause(60_000);
    if (draft.description === 'none') return done({ choices: [] });
    if (draft.description === 'refused')
      return failed({ kind: 'refused', host: 'oauth2.googleapis.com', httpStatus: 401 });
    const names = ['cloud-platform', 'bigquery', 'bigquery.readonly', 'devstorage.read_only', 'pubsub'];
    const all =
      draft.description === 'many' ? [...names, ...names.map((name) => `${name}.insertdata`)] : names;
    return done({
      choices: all.map((name) => ({ label: name, value: `https://www.googleapis.com/auth/${name}` })),
    });
  });
}
