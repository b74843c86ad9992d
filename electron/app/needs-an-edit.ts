import type { FailureKind } from '#core/failure';

/**
 * Failures that asking again cannot mend; the user has to change the key first. Not among them: redirects and untrusted
 * certificates, which a hotel network shows for an hour and which mend themselves.
 */
export function needsAnEdit(kind: FailureKind): boolean {
  return (
    kind === 'keyExpired' ||
    kind === 'signInNeeded' ||
    kind === 'commandRefused' ||
    kind === 'invalidInput' ||
    kind === 'addressRefused' ||
    kind === 'presetNotFound' ||
    kind === 'vaultDamaged'
  );
}
