import { expect, it } from 'vitest';
import { tellKeyringStates } from '../bar/checks/keyring-environments.ts';

it('shows in each environment what really protects the vault (CR-02 to CR-04)', async () => {
  const { figure, passed } = await tellKeyringStates('reduced');
  console.log(figure);
  expect(passed, figure).toBe(true);
});
