import type { Cleared, Clipboard } from '#core/clipboard-port';
import { fail, ok, type Result } from '#core/failure';
import type { Secret } from '#core/secret';
import { fitsMark, markOf } from './clipboard-mark.ts';
import { areToolsInstalled, killGroup, runTool, toolEnvironment } from './clipboard-tools.ts';

/** Parts that the adapter leans on, and the environment in which it finds the tools and the compositor. */
export interface WaylandClipboardNeeds {
  readonly env: NodeJS.ProcessEnv;
  /** Electron's own clipboard: reaches the desktop only while one of our windows has the focus. */
  readonly electron: Clipboard;
  readonly isWindowFocused: () => boolean;
}

const copyLimitMs = 2_000;
const confirmLimitMs = 2_000;
/** Reading and clearing together stay below the time that a quit waits (main/quit.ts). */
const clearStepLimitMs = 1_000;

const selections = { clipboard: [], primary: ['--primary'] } as const;
type Selection = keyof typeof selections;

/**
 * The clipboard of a Wayland session. A Wayland client may set the selection only with the serial of an input event
 * that its focused surface got (wl_data_device.set_selection), which a tray click is not: what Electron writes then is lost,
 * while its own `readText` still answers with it. So `wl-copy` writes, which uses the data-control protocol or a surface of
 * its own, and `wl-paste` confirms, which is another client and sees what others see (wl-clipboard(1)).
 */
export class WaylandClipboard implements Clipboard {
  readonly #needs: WaylandClipboardNeeds;
  readonly #env: Record<string, string>;
  #hints: Promise<readonly string[]> | null = null;
  /** Process group of a `wl-copy` whose text could not be read back. */
  #unconfirmed: number | undefined;

  constructor(needs: WaylandClipboardNeeds) {
    this.#needs = needs;
    this.#env = toolEnvironment(needs.env);
  }

  async write(secret: Secret): Promise<Result<void>> {
    if (!areToolsInstalled(this.#env)) {
      if (this.#needs.isWindowFocused()) return this.#needs.electron.write(secret);
      return fail('clipboardFailed', { reason: 'waylandToolsMissing' });
    }
    this.#hints ??= this.#supportedHints();
    // With its type given wl-copy does not ask xdg-mime to look into the text.
    const args = ['--type', 'text/plain', ...(await this.#hints)];
    const input = secret.reveal();
    const copied = await runTool('wl-copy', args, { env: this.#env, limitMs: copyLimitMs, input });
    if (copied.state !== 'ended' || copied.code !== 0) return fail('clipboardFailed');
    const text = await this.#read('clipboard', confirmLimitMs);
    this.#unconfirmed = text === null ? copied.group : undefined;
    return text === input ? ok(undefined) : fail('clipboardFailed');
  }

  clearIfHolds(secret: Secret): Promise<Cleared> {
    if (!areToolsInstalled(this.#env)) return this.#clearFocused((electron) => electron.clearIfHolds(secret));
    return this.#clearWhere((text) => text === secret.reveal());
  }

  mark(secret: Secret): string {
    return markOf(secret.reveal());
  }

  /** A `wl-copy` outlives Keyfob and serves on; it ends when another client, here `wl-copy --clear`, takes its selection. */
  clearIfMarked(mark: string): Promise<Cleared> {
    if (!areToolsInstalled(this.#env)) return this.#clearFocused((electron) => electron.clearIfMarked(mark));
    return this.#clearWhere((text) => fitsMark(mark, text));
  }

  async readElsewhere(): Promise<string | null> {
    if (!areToolsInstalled(this.#env)) return null;
    return (await this.#read('clipboard', confirmLimitMs)) ?? '';
  }

  /** Electron's word counts only while a window has the focus. */
  async #clearFocused(clear: (electron: Clipboard) => Promise<Cleared>): Promise<Cleared> {
    return this.#needs.isWindowFocused() ? clear(this.#needs.electron) : 'unknown';
  }

  async #clearWhere(isOurs: (text: string) => boolean): Promise<Cleared> {
    const cleared = await Promise.all([this.#clear('clipboard', isOurs), this.#clear('primary', isOurs)]);
    return (['unknown', 'cleared'] as const).find((each) => cleared.includes(each)) ?? 'notThere';
  }

  async #clear(selection: Selection, isOurs: (text: string) => boolean): Promise<Cleared> {
    const text = await this.#read(selection, clearStepLimitMs);
    if (text === null) return this.#clearUnread(selection);
    if (!isOurs(text)) return 'notThere';
    const args = [...selections[selection], '--clear'];
    const ran = await runTool('wl-copy', args, { env: this.#env, limitMs: clearStepLimitMs });
    return ran.state === 'ended' && ran.code === 0 ? 'cleared' : 'unknown';
  }

  /** Nobody can say what is there now. What could not be read back at once is not, without the process that serves it. */
  #clearUnread(selection: Selection): Cleared {
    // We write none.
    if (selection === 'primary') return 'notThere';
    if (this.#unconfirmed === undefined) return 'unknown';
    killGroup(this.#unconfirmed);
    this.#unconfirmed = undefined;
    return 'cleared';
  }

  /** Empty when there is no text or the compositor does not have this selection; null when nothing answers. */
  async #read(selection: Selection, limitMs: number): Promise<string | null> {
    const args = [...selections[selection], '--no-newline', '--type', 'text'];
    const pasted = await runTool('wl-paste', args, { env: this.#env, limitMs });
    if (pasted.state !== 'ended') return null;
    return pasted.code === 0 ? pasted.output : '';
  }

  /** `--sensitive` asks clipboard managers to keep no copy; wl-copy has it from 2.3 and fails on it before (wl-copy(1)). */
  async #supportedHints(): Promise<readonly string[]> {
    const help = await runTool('wl-copy', ['--help'], { env: this.#env, limitMs: copyLimitMs });
    return help.state === 'ended' && help.output.includes('--sensitive') ? ['--sensitive'] : [];
  }
}
