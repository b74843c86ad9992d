import type { ActivityKindView } from '#contract/activity-view';
import type { IconName } from '../../ui/Glyph.tsx';

/** Kinds that are chosen together; null: all. */
export const activityGroups: readonly {
  readonly id: string;
  readonly label: string;
  readonly kinds: readonly ActivityKindView[] | null;
}[] = [
  { id: 'all', label: 'Everything', kinds: null },
  { id: 'failures', label: 'Failures', kinds: ['failed', 'reportedRefused'] },
  { id: 'tokens', label: 'Tokens fetched', kinds: ['issued', 'refreshed', 'revoked', 'signedIn'] },
  {
    id: 'used',
    label: 'Copied, shown, given out',
    kinds: ['copied', 'revealed', 'revealRefused', 'served', 'exported'],
  },
  {
    id: 'keys',
    label: 'Keys changed',
    kinds: [
      'added',
      'imported',
      'edited',
      'deleted',
      'rotated',
      'rotationUndone',
      'oldSecretRemoved',
      'restored',
    ],
  },
  { id: 'notices', label: 'Notices', kinds: ['notified'] },
  { id: 'locks', label: 'Vault', kinds: ['locked', 'unlocked', 'unlockFailed', 'waysInChanged'] },
];

/** The picture beside a line; its words say the same. */
export const activityIcons: Readonly<Record<ActivityKindView, IconName>> = {
  issued: 'check',
  refreshed: 'refresh',
  failed: 'warning',
  copied: 'copy',
  revealed: 'eye',
  revealRefused: 'ban',
  served: 'external',
  reportedRefused: 'ban',
  revoked: 'ban',
  signedIn: 'signIn',
  added: 'add',
  imported: 'import',
  edited: 'edit',
  deleted: 'delete',
  rotated: 'rotate',
  rotationUndone: 'back',
  oldSecretRemoved: 'delete',
  locked: 'lock',
  unlocked: 'lock',
  notified: 'bell',
  exported: 'export',
  restored: 'history',
  unlockFailed: 'warning',
  waysInChanged: 'shield',
};
