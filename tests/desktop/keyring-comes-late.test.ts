import { expect, it } from 'vitest';
import { useLateKeyring } from '../bar/checks/keyring-comes-late.ts';

it('uses a keyring that starts after it (CR-06, reduced)', async () => {
  const { figure, passed } = await useLateKeyring('reduced');
  console.log(figure);
  expect(passed, figure).toBe(true);
});
