import { expect, it } from 'vitest';
import { bearWrongTries } from '../bar/checks/wrong-tries.ts';

it('bears wrong passphrases, and answers for a damaged slot as for them (CR-16)', async () => {
  const { figure, passed } = await bearWrongTries('reduced');
  expect(passed, figure).toBe(true);
}, 60_000);
