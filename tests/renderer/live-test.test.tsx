import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { CallAnswer } from '#contract/calls';
import type { TestReport, TestStep } from '#contract/test-report';
import { done, failed } from './fake-bridge.ts';
import { fill, openAdd, save } from './open-add-form.tsx';
import type { Rendered } from './render-app.tsx';
import { report, step } from './test-fixtures.ts';

const panel = () => within(screen.getByRole('region', { name: 'Test' }));
const lines = () =>
  panel()
    .queryAllByRole('listitem')
    .map((line) => line.textContent);

interface Running extends Rendered {
  readonly runId: string;
  readonly progress: (steps: readonly TestStep[], runId?: string) => void;
  readonly answer: (answer: CallAnswer<'keys.test'>) => Promise<void>;
}

/** A test that was started and waits for what the test of it says. */
async function startTest(): Promise<Running> {
  let resolve: (answer: CallAnswer<'keys.test'>) => void = () => {};
  const app = await openAdd('CelerData Cloud', (fake) =>
    fake.answer(
      'keys.test',
      () =>
        new Promise((settle) => {
          resolve = settle;
        }),
    ),
  );
  await fill(app);
  await app.user.click(screen.getByRole('button', { name: 'Test' }));
  const runId = app.bridge.inputs('keys.test')[0]?.runId ?? '';
  return {
    ...app,
    runId,
    progress: (steps, id = runId) => act(() => app.bridge.emit('testProgress', { runId: id, steps })),
    answer: (answer) => act(async () => resolve(answer)),
  };
}

async function finishedTest(found: TestReport): Promise<Running> {
  const run = await startTest();
  await run.answer(done(found));
  return run;
}

test('steps appear one by one while the test runs, in words, and only those of this run', async () => {
  const run = await startTest();
  expect(panel().getByRole('status').textContent).toContain('Testing…');
  expect(lines()).toEqual([]);
  const prepared = step({ step: 'prepare', detail: 'POST https://h.example/token', durationMs: 2 });
  const later = step({ step: 'answer', outcome: 'notRun' });
  run.progress([prepared, step({ step: 'connect', outcome: 'running' }), later]);
  expect(lines()).toEqual([
    'Check the fieldsPassedPOST https://h.example/token2 ms',
    'ConnectRunning…',
    'AnswerWaiting',
  ]);
  run.progress([step({ step: 'sign', outcome: 'failed' })], 'another-run');
  expect(lines().length).toBe(3);
  // One region is read out, and not at each step.
  expect(panel().getByRole('status').textContent).toContain('Testing…');
  await run.answer(
    done(
      report({
        steps: [prepared, step({ step: 'connect', durationMs: 2_345 })],
        tokenExpiresAtMs: Date.now() + 3_600_500,
      }),
    ),
  );
  expect(lines()[1]).toBe('ConnectPassed2.3 s');
  expect(panel().getByRole('status').textContent).toContain('It works: the token is valid for 60 min.');
  run.progress([], run.runId);
  expect(lines().length).toBe(2);
});

test('each run has an id of its own', async () => {
  const run = await finishedTest(report());
  await run.user.click(screen.getByRole('button', { name: 'Test' }));
  const [first, second] = run.bridge.inputs('keys.test');
  expect(first?.runId).toBeTruthy();
  expect(second?.runId).not.toBe(first?.runId);
});

test('a step opens to its facts', async () => {
  const facts = [{ label: 'Status', value: '401 Unauthorized' }];
  await finishedTest(report({ steps: [step({ step: 'answer', facts }), step({ step: 'token' })] }));
  const [answer, token] = panel().getAllByRole('listitem');
  const details = answer?.querySelector('details');
  expect(details?.open).toBe(false);
  expect(details?.querySelector('dt')?.textContent).toBe('Status');
  expect(details?.querySelector('dd')?.textContent).toBe('401 Unauthorized');
  expect(token?.querySelector('details')).toBeNull();
});

test('a failed test says what to do, the likely causes and which certificate it was, and can be saved', async () => {
  const certificate = {
    subject: 'CN=h.example',
    issuer: 'CN=Inner CA',
    validFromMs: 0,
    validToMs: Date.UTC(2030, 5, 1, 12),
    fingerprintSha256: 'AB:CD',
  };
  const run = await finishedTest(
    report({
      passed: false,
      failure: { kind: 'certificateRefused', host: 'h.example', certificate },
      causes: ['A proxy opens TLS connections.', 'The host is another one.'],
      steps: [step({ step: 'connect', outcome: 'failed' }), step({ step: 'answer', outcome: 'notRun' })],
    }),
  );
  expect(lines().slice(-2)).toEqual(['ConnectFailed0 ms', 'AnswerNot run']);
  const status = panel().getByRole('status').textContent;
  for (const words of [
    'The test failed',
    'add its CA file to this key',
    'The host is another one.',
    'CN=Inner CA',
    '1 Jun 2030',
    'AB:CD',
  ])
    expect(status).toContain(words);
  expect(panel().queryByRole('alert')).toBeNull();
  await run.user.click(panel().getByRole('button', { name: 'Add a CA file…' }));
  const field = screen.getByLabelText(/^Extra CA certificates/);
  expect(document.activeElement).toBe(field);
  expect(field.closest('details')?.open).toBe(true);
  await save(run);
  expect(run.bridge.inputs('keys.add').length).toBe(1);
});

test('Stop ends the test and keeps what it saw', async () => {
  const run = await startTest();
  run.progress([step({ step: 'prepare' }), step({ step: 'connect', outcome: 'running' })]);
  await run.user.click(panel().getByRole('button', { name: 'Stop' }));
  expect(run.bridge.inputs('keys.cancelTest')).toEqual([{ runId: run.runId }]);
  await run.answer(failed({ kind: 'cancelled' }));
  expect(panel().getByRole('status').textContent).toBe(' The test was stopped.');
  expect(lines()).toEqual(['Check the fieldsPassed0 ms', 'ConnectNot run']);
  expect(panel().queryByRole('button', { name: 'Stop' })).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Test' }));
});

test('closing the form stops a test that runs, and none that is over', async () => {
  const run = await startTest();
  await save(run);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(run.bridge.inputs('keys.cancelTest')).toEqual([{ runId: run.runId }]);
});

test('closing the form after a test cancels nothing', async () => {
  const run = await finishedTest(report());
  await save(run);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(run.bridge.inputs('keys.cancelTest')).toEqual([]);
});

test('a test that could not begin tells why at the field', async () => {
  const run = await startTest();
  await run.answer(failed({ kind: 'invalidInput', field: 'host', reason: 'notAnOrigin' }));
  expect(screen.getByText(/^Host is not a host/)).toBeTruthy();
  expect(panel().getByRole('status').textContent).toBe('');
});
