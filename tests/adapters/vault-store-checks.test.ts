import { expect, it } from 'vitest';
import { keepBackups } from '../bar/checks/store-backups.ts';
import { findBitRot } from '../bar/checks/store-bit-rot.ts';
import { keepFormats } from '../bar/checks/store-format-versions.ts';
import { warnOfRollback } from '../bar/checks/store-rollback.ts';
import { survivesSettingsDamage } from '../bar/checks/store-settings.ts';
import { surviveTruncation } from '../bar/checks/store-truncation.ts';

it.each([
  ['bits and bytes that rot', () => findBitRot('reduced')],
  ['a file that is cut off or overwritten', () => surviveTruncation('reduced')],
  ['damaged backups, and kills while they are made', () => keepBackups('reduced')],
  ['formats of before and of later', keepFormats],
  ['an older file that is put back', () => warnOfRollback('reduced')],
  ['settings that are damaged', survivesSettingsDamage],
])('the store bears %s', { timeout: 60_000 }, async (_what, check) => {
  const { figure, passed } = await check();
  console.log(figure);
  expect(passed, figure).toBe(true);
});
