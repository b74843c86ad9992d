import type { CheckGroup } from './check-group.ts';
import { canaryChecks } from './lists/canaries.ts';
import { clipboardChecks } from './lists/clipboard.ts';
import { cryptoChecks } from './lists/crypto.ts';
import { jobChecks } from './lists/jobs.ts';
import { networkChecks } from './lists/network.ts';
import { pageGroups } from './lists/page.ts';
import { scheduleChecks } from './lists/schedule.ts';
import { storageChecks } from './lists/storage.ts';

/** All checks in their full size, by subject. */
export const allChecks: readonly CheckGroup[] = [
  ...jobChecks,
  ...networkChecks,
  ...canaryChecks,
  ...pageGroups,
  ...clipboardChecks,
  ...scheduleChecks,
  ...storageChecks,
  ...cryptoChecks,
];
