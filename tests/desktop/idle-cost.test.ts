import { expect, it } from 'vitest';
import { measureIdleCost } from '../bar/checks/idle-cost.ts';

it('costs hardly more than a bare Electron app when it has nothing to do', async () => {
  const { figure, passed } = await measureIdleCost('reduced');
  console.log(figure);
  expect(passed, figure).toBe(true);
});
