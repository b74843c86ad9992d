import type { Result } from './failure.ts';

/** Asks the system whether its user is there, such as by a fingerprint. */
export interface ConfirmPresence {
  /** Whether it can ask now. */
  isAvailable(): boolean;
  /**
   * Failures: cancelled, notAllowed (presenceNotConfirmed).
   *
   * @param reason why, as the system shows it
   */
  confirm(reason: string): Promise<Result<void>>;
}

/** How long nobody used the computer. */
export interface IdleTime {
  /** Milliseconds since the last input of any kind; null where the system does not tell. */
  idleMs(): number | null;
}
