import { expect, it } from 'vitest';
import { spreadRetries } from '../bar/checks/client-jitter.ts';
import { followModel } from '../bar/checks/schedule-model.ts';
import { waitForNetwork } from '../bar/checks/schedule-offline.ts';

it.each([
  ['does what the model says (SC-09, reduced)', () => followModel('reduced')],
  [
    'waits for the network and recovers from a day without it (SC-06, reduced)',
    () => waitForNetwork('reduced', 1),
  ],
  ['does not retry in the same second everywhere (NW-13, reduced)', () => spreadRetries('reduced', 1)],
])(
  '%s',
  async (_rule, check) => {
    const { figure, passed } = await check();
    expect(passed, figure).toBe(true);
  },
  120_000,
);
