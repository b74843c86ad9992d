import { expect, it } from 'vitest';
import { fuzzDoor } from '../bar/checks/page-message-fuzz.ts';

it('answers hostile messages with data and no secret (RN-09, reduced)', async () => {
  const { figure, passed } = await fuzzDoor('reduced');
  console.log(figure);
  expect(passed, figure).toBe(true);
});
