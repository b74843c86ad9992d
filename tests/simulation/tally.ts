import type { HandedOut } from './simulated-keyfob.ts';

/** Counts how hand-outs went. */
export class Tally {
  handedOut = 0;
  expired = 0;
  /** Dead before the end that the service named: no client can know. */
  diedEarly = 0;
  none = 0;
  waited = 0;
  /** The longest anybody waited for a token that came. Milliseconds. */
  longestMs = 0;
  readonly faults: string[] = [];

  /** @param when put before a fault, such as the virtual time */
  count({ account, fate, waitedMs }: HandedOut, when: () => string = () => ''): void {
    this.handedOut += 1;
    if (fate === 'none') {
      this.none += 1;
      return;
    }
    if (fate === 'diedEarly') this.diedEarly += 1;
    if (fate === 'expired' || fate === 'unknown') {
      this.expired += 1;
      const { lifetimeS, presetId } = account.traits;
      if (this.faults.length < 5) this.faults.push(`${when()} ${presetId} ${lifetimeS} s: ${fate}`);
    }
    if (waitedMs > 0) this.waited += 1;
    this.longestMs = Math.max(this.longestMs, waitedMs);
  }
}
