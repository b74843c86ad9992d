/** What a check measured, and whether that is within the bar. */
export interface CheckResult {
  /** The measured figure in words, such as `100 copies, least validity 2.41 s`. */
  readonly figure: string;
  readonly passed: boolean;
}

/** Quick, for `npm test`, or as the bar states it, for `npm run bar`. */
export type CheckSize = 'reduced' | 'full';
