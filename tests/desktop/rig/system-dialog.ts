import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { waitUntil } from './wait-until.ts';

const execute = promisify(execFile);
/** A dialog that is drawn may not have the keyboard yet: then the keys are lost and pressed again. */
const triesMs = [1_000, 2_000, 4_000, 8_000];

/** Questions in a dialog of the system (GTK), answered by the keyboard of the desktop as a person would. */
export class SystemDialogs {
  readonly #env: NodeJS.ProcessEnv;
  readonly #title: string;

  /** `title`: that of the dialog and of the app's window. */
  constructor(env: NodeJS.ProcessEnv, title: string) {
    this.#env = env;
    this.#title = title;
  }

  /** Waits for a dialog beside the window and answers it: no is the button that Return presses at first. */
  async answer(answer: 'yes' | 'no' | 'escape'): Promise<void> {
    const keys = { yes: ['Right', 'Return'], no: ['Return'], escape: ['Escape'] }[answer];
    await this.#close(this.#title, 2, () => this.#xdotool('key', ...keys));
  }

  /** Waits for a file dialog of this title and chooses a file in it. */
  async chooseFile(title: string, path: string): Promise<void> {
    await this.#close(title, 1, async () => {
      // A slash opens the field for a whole path; what a former try left there is replaced.
      await this.#xdotool('key', 'ctrl+a');
      await this.#xdotool('type', '--delay', '5', path);
      await this.#xdotool('key', 'Return');
    });
  }

  /** How many windows there are, the app's own among them. */
  async windows(title = this.#title): Promise<number> {
    // It fails where it finds none.
    const ids = await this.#xdotool('search', '--onlyvisible', '--name', `^${title}$`).catch(() => '');
    return ids.split('\n').filter((id) => id !== '').length;
  }

  /** Presses keys until one of `count` windows is gone. */
  async #close(title: string, count: number, press: () => Promise<unknown>): Promise<void> {
    const has = (wanted: number) => async () =>
      (await this.windows(title)) === wanted ? (true as const) : undefined;
    await waitUntil(`there are never ${count} windows called ${title}`, 10_000, has(count));
    for (const timeoutMs of triesMs) {
      await press();
      if (await waitUntil('', timeoutMs, has(count - 1), 50).catch(() => false)) return;
    }
    throw new Error(`The dialog ${title} does not listen to the keyboard.`);
  }

  async #xdotool(...args: readonly string[]): Promise<string> {
    return (await execute('xdotool', [...args], { env: this.#env, timeout: 5_000 })).stdout;
  }
}
