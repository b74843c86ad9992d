import { Worker } from 'node:worker_threads';

/** An error as it was when it was thrown: with message, stack, causes and all further members. */
export interface ThrownError {
  readonly text: string;
  /** Files of the functions that were running, the innermost first. */
  readonly files: readonly string[];
}

/**
 * Sees every error that this thread throws, also one that is caught at once: a debugger in another thread stops at each throw,
 * writes the error down and lets it go on. Only one watch at a time, and only in a process's main thread.
 */
export class ErrorWatch {
  readonly #worker: Worker;
  readonly #thrown: ThrownError[] = [];

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.unref();
    worker.on('message', (message: { readonly thrown?: ThrownError }) => {
      if (message.thrown !== undefined) this.#thrown.push(message.thrown);
    });
  }

  static async start(): Promise<ErrorWatch> {
    const worker = new Worker(debuggerCode, { eval: true });
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('error', reject);
    });
    return new ErrorWatch(worker);
  }

  /** Ends the watch; gives what was thrown since its start. */
  async stop(): Promise<readonly ThrownError[]> {
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#worker.ref();
    this.#worker.postMessage('stop');
    await ended;
    return this.#thrown;
  }
}

/** Runs in the watched thread, at the throw, with the error as `this`. Text, as a compiler's additions would not be known there. */
const describeCode = `function () {
  const seen = new Set();
  const lines = [];
  const add = (value, depth) => {
    if (typeof value === 'string') lines.push(value);
    if (typeof value !== 'object' || value === null || seen.has(value) || depth > 6) return;
    seen.add(value);
    for (const name of [...Object.getOwnPropertyNames(value), 'name', 'message', 'stack', 'cause', 'errors']) {
      try {
        add(value[name], depth + 1);
      } catch {
        lines.push(name + ' cannot be read');
      }
    }
  };
  add(this, 0);
  return lines.join('\\n').slice(0, 100_000);
}`;

const debuggerCode = `
const { Session } = require('node:inspector');
const { parentPort } = require('node:worker_threads');
const session = new Session();
session.connectToMainThread();
const files = new Map();
session.on('Debugger.scriptParsed', ({ params }) => files.set(params.scriptId, params.url));
session.on('Debugger.paused', ({ params }) => {
  const { callFrames, data, reason } = params;
  const resume = () => session.post('Debugger.resume');
  if (reason !== 'exception' && reason !== 'promiseRejection') return resume();
  const running = callFrames.map(({ url, location }) => url || files.get(location.scriptId) || '');
  const tell = (text) => parentPort.postMessage({ thrown: { text: String(text), files: running } });
  if (data?.objectId === undefined) { tell(data?.value); return resume(); }
  session.post('Runtime.callFunctionOn', {
    objectId: data.objectId, functionDeclaration: ${JSON.stringify(describeCode)}, returnByValue: true, silent: true,
  }, (error, answer) => { tell(answer?.result?.value ?? error); resume(); });
});
session.post('Debugger.enable', () => session.post('Debugger.setPauseOnExceptions', { state: 'all' }, () => parentPort.postMessage({})));
parentPort.once('message', () => session.post('Debugger.disable', () => { session.disconnect(); parentPort.close(); }));
`;
