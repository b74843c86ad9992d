import { expect, it } from 'vitest';
import { keepOneOwner } from '../bar/checks/storage-instances.ts';

it('is one instance, however often it is started at once (ST-10)', async () => {
  const { figure, passed } = await keepOneOwner('reduced');
  console.log(figure);
  expect(passed, figure).toBe(true);
});
