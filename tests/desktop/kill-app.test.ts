import { expect, it } from 'vitest';
import { killAppWhileAdding } from '../bar/checks/kill-app-while-adding.ts';

it('keeps every key that it said yes to when it is killed', async () => {
  const { figure, passed } = await killAppWhileAdding('reduced');
  console.log(figure);
  expect(passed, figure).toBe(true);
});
