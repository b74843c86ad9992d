import { expect, it } from 'vitest';
import { giveNoticesOnce } from '../bar/checks/notices.ts';

it('gives each notice once over restarts, clock jumps, edits and snoozes (SC-10, reduced)', async () => {
  const { figure, passed } = await giveNoticesOnce('reduced');
  expect(passed, figure).toBe(true);
}, 120_000);
