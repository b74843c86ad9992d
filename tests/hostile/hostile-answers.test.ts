import { expect, it } from 'vitest';
import { refuseHostileAnswers } from '../bar/checks/hostile-answers.ts';

it('nothing bad is taken from hostile answers over a real connection (NW-08, reduced)', async () => {
  const { figure, passed } = await refuseHostileAnswers('reduced');
  expect(passed, figure).toBe(true);
}, 60_000);
