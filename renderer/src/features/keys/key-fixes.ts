import type { KeyView, PresetView } from '#contract/view';
import { needsUser } from '#contract/words/key-words';

/** What a user can do about a key that will not work, or no longer. */
export type KeyFix = 'signIn' | 'rotate' | 'console' | 'edit';

/**
 * The ways out for a key that ends, is old or needs its user, the best first. A secret can be replaced in time with the guide;
 * one that no longer works is made anew at the provider and entered.
 */
export function keyFixes(subject: KeyView, preset: PresetView | undefined): readonly KeyFix[] {
  const { token, offers } = subject;
  const hasConsole = preset?.links.some(({ id }) => id === 'console') ?? false;
  if (token.failure?.kind === 'signInNeeded' && offers.signIn) return ['signIn'];
  if (!needsUser(subject) && offers.rotate !== null) return ['rotate'];
  const isAboutKey = !needsUser(subject) || token.state === 'rejected' || token.failure === null;
  const isExpired = token.failure?.kind === 'keyExpired';
  return hasConsole && (isAboutKey || isExpired) ? ['console', 'edit'] : ['edit'];
}
