import { expect, it } from 'vitest';
import { bearHangingKeyring } from '../bar/checks/shell-hanging-keyring.ts';

it('is there while the prompt of the keyring waits (CR-05, reduced)', async () => {
  const { figure, passed } = await bearHangingKeyring('reduced');
  console.log(figure);
  expect(passed, figure).toBe(true);
});
