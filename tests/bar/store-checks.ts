import type { CheckResult } from './check-result.ts';
import { keepBackups } from './checks/store-backups.ts';
import { findBitRot } from './checks/store-bit-rot.ts';
import { keepFormats } from './checks/store-format-versions.ts';
import { warnOfRollback } from './checks/store-rollback.ts';
import { survivesSettingsDamage } from './checks/store-settings.ts';
import { surviveTruncation } from './checks/store-truncation.ts';

/** Checks of damaged, older and foreign vault files by their ids, in their full size. */
export const storeChecks: Readonly<Record<string, () => Promise<CheckResult>>> = {
  'ST-06': () => findBitRot('full'),
  'ST-07': () => surviveTruncation('full'),
  'ST-08': () => keepBackups('full'),
  'ST-13': keepFormats,
  'ST-16': survivesSettingsDamage,
  'CR-18': () => warnOfRollback('full'),
};
