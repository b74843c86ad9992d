import { expect, it } from 'vitest';
import { keepRetryPolicy } from '../bar/checks/retry-policy.ts';

it('waits as the policy says and leaves refused keys alone (NW-12, reduced)', async () => {
  const { figure, passed } = await keepRetryPolicy('reduced');
  expect(passed, figure).toBe(true);
}, 60_000);
