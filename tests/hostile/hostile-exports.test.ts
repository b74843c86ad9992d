import { expect, it } from 'vitest';
import { importHostileExports } from '../bar/checks/export-imports.ts';

it('hostile files that somebody has restored do nothing but fail, and exports are written safely (CR-21, reduced)', async () => {
  const { figure, passed } = await importHostileExports('reduced');
  expect(passed, figure).toBe(true);
}, 120_000);
