import { type CheckGroup, each } from '../check-group.ts';
import { killAppWhileAdding } from '../checks/kill-app-while-adding.ts';
import { fillDisks } from '../checks/storage-disk-full.ts';
import { keepOneOwner } from '../checks/storage-instances.ts';
import { tellIoErrors } from '../checks/storage-io-errors.ts';
import { killVaultWriter } from '../checks/storage-kills.ts';
import { keepModes } from '../checks/storage-permissions.ts';
import { cutPower } from '../checks/storage-power-cuts.ts';
import { surviveShortWrites } from '../checks/storage-short-writes.ts';
import { ignoreEnvironment } from '../checks/storage-syscalls.ts';
import { measureWrites } from '../checks/storage-write-volume.ts';
import { keepBackups } from '../checks/store-backups.ts';
import { findBitRot } from '../checks/store-bit-rot.ts';
import { keepFormats } from '../checks/store-format-versions.ts';
import { warnOfRollback } from '../checks/store-rollback.ts';
import { survivesSettingsDamage } from '../checks/store-settings.ts';
import { surviveTruncation } from '../checks/store-truncation.ts';

/** Checks of the vault file on disks that fail, and of damaged, older and foreign ones. */
export const storageChecks: readonly CheckGroup[] = [
  ...each({
    'ST-01 ST-12': killVaultWriter,
    'ST-02': cutPower,
    'ST-03': fillDisks,
    'ST-04': surviveShortWrites,
    'ST-05': tellIoErrors,
    'ST-09': keepModes,
    'ST-10': keepOneOwner,
    'ST-11': ignoreEnvironment,
    'ST-15': measureWrites,
    'ST-01-APP': killAppWhileAdding,
    'ST-06': findBitRot,
    'ST-07': surviveTruncation,
    'ST-08': keepBackups,
    'ST-13 ST-14': keepFormats,
    'ST-16': survivesSettingsDamage,
    'CR-18': warnOfRollback,
  }),
];
