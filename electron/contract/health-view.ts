/** What is looked at; the words for each are in words/health-words.ts. */
export const healthSubjects = [
  'protection',
  'recovery',
  'backups',
  'records',
  'files',
  'memory',
  'clipboard',
  'notifications',
  'sandbox',
  'startSwitches',
  'coreDumps',
  'runtime',
] as const;

/** One of {@link healthSubjects}. */
export type HealthSubject = (typeof healthSubjects)[number];

/** What the page offers to mend it: a dialog or a call. */
export type HealthFix =
  | 'setPassphrase'
  | 'makeRecoveryCode'
  | 'restoreBackup'
  | 'acceptOlder'
  | 'retryVault'
  | 'restart'
  | 'testClipboard'
  | 'openSettings';

/** How one protection really stands now. */
export interface HealthItemView {
  readonly subject: HealthSubject;
  /** `good`: it protects. `notice`: it could do more. `bad`: it does not. `unknown`: it could not be found out. */
  readonly state: 'good' | 'notice' | 'bad' | 'unknown';
  /** Which of the subject's sentences holds; a key of words/health-words.ts. */
  readonly detail: string;
  /** A name, number or time within that sentence; empty when it has none. */
  readonly fact: string;
  readonly fix: HealthFix | null;
}

/** Each protection's real state, in the order of {@link healthSubjects}. */
export interface HealthView {
  readonly items: readonly HealthItemView[];
}
