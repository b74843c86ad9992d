import { expect, it } from 'vitest';
import { bearRealFaults } from '../bar/checks/real-faults.ts';

it('keeps keys usable at services that fail, on a computer that sleeps', async () => {
  const { figure, passed } = await bearRealFaults('reduced');
  console.log(figure);
  expect(passed, figure).toBe(true);
});
