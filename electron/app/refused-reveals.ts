import type { ActivityRecorder } from '#core/activity';
import type { Timer } from '#core/ports';

/** What came within this time is one line of the activity log: a flood must not wash out the rest. */
const togetherMs = 10_000;

/** Counts secrets that were asked for and not shown, because it looked like the work of a script. */
export class RefusedReveals {
  readonly #needs: { readonly activity: ActivityRecorder; readonly timer: Timer };
  #count = 0;

  constructor(needs: { readonly activity: ActivityRecorder; readonly timer: Timer }) {
    this.#needs = needs;
  }

  /** One more. */
  readonly note = (): void => {
    this.#count += 1;
    if (this.#count > 1) return;
    const { activity, timer } = this.#needs;
    timer.after(togetherMs, () => {
      activity.record('revealRefused', null, { actor: 'window', detail: `${this.#count}` });
      this.#count = 0;
    });
  };
}
