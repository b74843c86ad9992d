import type { InputEvent, WebContents } from 'electron';

/** What a person does to a button. Moves and wheels are no decision. */
const presses: ReadonlySet<string> = new Set([
  'mouseDown',
  'mouseUp',
  'rawKeyDown',
  'keyDown',
  'gestureTap',
  'touchEnd',
]);
/** As long as a browser takes a click for the reason of what follows (HTML, transient activation). */
const holdsForMs = 5_000;

/**
 * SECURITY: whether the user pressed a mouse button or a key in the window a moment ago, from Electron's `input-event`: it tells what
 * the main process hands to the page, so no script in the page can make one. Each press is good for one question. What a
 * screen reader presses without a key does not count.
 */
export class UserPress {
  #pressedAtMs = Number.NEGATIVE_INFINITY;
  readonly #nowMs: () => number;

  /** @param nowMs a clock that nobody sets, in milliseconds */
  constructor(contents: Pick<WebContents, 'on'>, nowMs: () => number) {
    this.#nowMs = nowMs;
    contents.on('input-event', (_event, { type }: InputEvent) => {
      if (presses.has(type)) this.#pressedAtMs = nowMs();
    });
  }

  /** Yes once for each press. */
  take(): boolean {
    const isFresh = this.#nowMs() - this.#pressedAtMs <= holdsForMs;
    this.#pressedAtMs = Number.NEGATIVE_INFINITY;
    return isFresh;
  }
}
