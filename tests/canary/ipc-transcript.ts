import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningKeyfob } from '../desktop/flows/running-keyfob.ts';
import { type Canary, type CanaryHit, findCanaries } from './canary.ts';

/** Which way a message went. */
type Way = 'asked' | 'answered' | 'told';

/** What a scan of a transcript saw. */
export interface TranscriptScan {
  /** `where` is the way and the name of the call or event, such as `answered keys.reveal`. */
  readonly hits: readonly CanaryHit[];
  /** Number of messages by way. */
  readonly messages: Readonly<Record<Way, number>>;
  /** Names of all calls that were answered. */
  readonly calls: ReadonlySet<string>;
}

/**
 * All that the page asks, is answered and is told, from now on. It is kept in a file beside the desktop's folder, where no other scan
 * comes upon it.
 */
export class IpcTranscript {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Puts itself between the real door and the page; also for windows that are opened later. */
  static async record({ app }: RunningKeyfob): Promise<IpcTranscript> {
    const folder = mkdtempSync(join(tmpdir(), 'keyfob-transcript-'));
    await app.electronApp.evaluate('globalThis.__name = (named) => named; 0');
    await app.inMain(recordInMain, join(folder, 'messages'));
    return new IpcTranscript(folder);
  }

  scan(canaries: readonly Canary[]): TranscriptScan {
    const messages = { asked: 0, answered: 0, told: 0 };
    const calls = new Set<string>();
    const hits: CanaryHit[] = [];
    for (const line of readFileSync(join(this.#folder, 'messages'), 'utf8').split('\n')) {
      const [way = '', name = ''] = line.split(' ', 2);
      if (way === '') continue;
      messages[way as Way] += 1;
      if (way === 'answered') calls.add(name);
      hits.push(...findCanaries(line, canaries, `${way} ${name}`));
    }
    return { hits, messages, calls };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Runs in the main process. A part of a message that was written before is left out: with 1,000 keys each snapshot has a megabyte. */
function recordInMain(
  { app, ipcMain, webContents }: typeof Electron.CrossProcessExports,
  file: string,
): void {
  const { appendFileSync } = process.getBuiltinModule('node:fs');
  const known = new Set<string>();
  const write = (way: Way, name: string, payload: unknown): void => {
    const parts = (JSON.stringify(payload) ?? '').split('},{');
    const fresh = parts.filter((part) => !known.has(part));
    for (const part of fresh) if (way === 'told') known.add(part);
    appendFileSync(file, `${way} ${name} ${fresh.join('},{')}\n`);
  };
  type Handler = (event: unknown, name: string, input: unknown) => Promise<unknown>;
  const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
  const answer = handlers.get('keyfob:call');
  if (answer === undefined) throw new Error('no handler');
  handlers.set('keyfob:call', async (event, name, input) => {
    write('asked', name, input);
    const value = await answer(event, name, input);
    write('answered', name, value);
    return value;
  });
  const listen = (contents: Electron.WebContents): void => {
    const send = contents.send.bind(contents);
    contents.send = (channel, ...payloads) => {
      write('told', channel, payloads);
      send(channel, ...payloads);
    };
  };
  for (const contents of webContents.getAllWebContents()) listen(contents);
  app.on('web-contents-created', (_event, contents) => listen(contents));
}
