import { spawn } from 'node:child_process';
import { waitUntil } from './wait-until.ts';

/** The two X11 selections: Ctrl+V, and the middle mouse button. */
export type Selection = 'clipboard' | 'primary';

/** Another client of the desktop's clipboard, through `xclip`. */
export class DesktopClipboard {
  readonly #env: NodeJS.ProcessEnv;
  readonly #timeoutMs: number;

  constructor(env: NodeJS.ProcessEnv, timeoutMs = 2_000) {
    this.#env = env;
    this.#timeoutMs = timeoutMs;
  }

  /** The text in a selection; empty when there is none. */
  async readClipboard(selection: Selection = 'clipboard'): Promise<string> {
    return this.#xclip(['-selection', selection, '-o', '-target', 'UTF8_STRING']);
  }

  /** The formats that the owner of a selection offers; none when it is empty. */
  async targets(selection: Selection = 'clipboard'): Promise<readonly string[]> {
    const text = await this.#xclip(['-selection', selection, '-o', '-target', 'TARGETS']);
    return text.split('\n').filter((line) => line !== '');
  }

  /** Puts a text there as another program would; the text goes through stdin, never into an argument. */
  async writeClipboard(text: string, selection: Selection = 'clipboard'): Promise<void> {
    // xclip leaves a copy of itself behind that serves the text, so nothing may wait for its output to close.
    const child = spawn('xclip', ['-selection', selection, '-i'], {
      env: this.#env,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const ended = new Promise<void>((resolve, reject) => {
      child.on('exit', () => resolve());
      child.on('error', reject);
    });
    child.stdin.end(text);
    await ended;
    await waitUntil('the written text is not in the clipboard', this.#timeoutMs, async () =>
      (await this.readClipboard(selection)) === text ? true : undefined,
    );
  }

  /** Waits until a selection holds exactly this text. */
  async waitForText(text: string, timeoutMs: number, selection: Selection = 'clipboard'): Promise<void> {
    const ask = async () => ((await this.readClipboard(selection)) === text ? true : undefined);
    await waitUntil('the clipboard does not hold the expected text', timeoutMs, ask, 1);
  }

  #xclip(args: readonly string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = spawn('xclip', [...args], { env: this.#env, stdio: ['ignore', 'pipe', 'ignore'] });
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error(`The owner of the clipboard did not answer within ${this.#timeoutMs} ms.`));
      }, this.#timeoutMs);
      let text = '';
      child.stdout.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      child.on('error', reject);
      child.on('close', (code) => {
        clearTimeout(timer);
        resolve(code === 0 ? text : '');
      });
    });
  }
}
