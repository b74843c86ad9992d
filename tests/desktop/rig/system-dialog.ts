import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { waitUntil } from './wait-until.ts';

const execute = promisify(execFile);

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
    await this.#waitForWindows(2);
    const keys = { yes: ['Right', 'Return'], no: ['Return'], escape: ['Escape'] }[answer];
    await this.#xdotool('key', ...keys);
    await this.#waitForWindows(1);
  }

  /** Waits for a file dialog of this title and chooses a file in it. */
  async chooseFile(title: string, path: string): Promise<void> {
    await this.#waitForWindows(1, title);
    // A slash opens the field for a whole path.
    await this.#xdotool('type', '--delay', '2', path);
    await this.#xdotool('key', 'Return');
    await this.#waitForWindows(0, title);
  }

  /** How many windows there are, the app's own among them. */
  async windows(title = this.#title): Promise<number> {
    // It fails where it finds none.
    const ids = await this.#xdotool('search', '--onlyvisible', '--name', `^${title}$`).catch(() => '');
    return ids.split('\n').filter((id) => id !== '').length;
  }

  async #waitForWindows(count: number, title = this.#title): Promise<void> {
    await waitUntil(`there are never ${count} windows called ${title}`, 5_000, async () =>
      (await this.windows(title)) === count ? true : undefined,
    );
  }

  async #xdotool(...args: readonly string[]): Promise<string> {
    return (await execute('xdotool', [...args], { env: this.#env, timeout: 5_000 })).stdout;
  }
}
