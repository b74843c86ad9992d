import { expect, it } from 'vitest';
import { findTracesInProfile } from '../bar/checks/profile-traces.ts';

it('leaves nothing of what services say and are told in Chromium (NW-16, reduced)', async () => {
  const { figure, passed } = await findTracesInProfile('reduced');
  console.log(figure);
  expect(passed, figure).toBe(true);
});
