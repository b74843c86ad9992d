import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { commandOf, isStillAlive, type ProcessEntry, processFamily } from './process-table.ts';

/** The environment variable that marks every process of one desktop, also those that its programs start themselves. */
export const DESKTOP_MARK = 'KEYFOB_TEST_DESKTOP';

/** All processes of one desktop; they end together, by process id, also when the test run is interrupted. */
export class OwnedProcesses {
  readonly #mark: string;
  readonly #children: ChildProcess[] = [];
  readonly #endAtExit: () => void;

  /** `folder` is deleted if the test run ends without `stop`. */
  constructor(mark: string, folder: string) {
    this.#mark = mark;
    this.#endAtExit = () => {
      signalAll(this.#family(), 'SIGKILL');
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    };
    process.on('exit', this.#endAtExit);
    exitOnSignals();
  }

  /** Starts a program of this desktop; `env` must carry the mark. */
  spawn(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
    const child = spawn(command, [...args], options);
    // Without a listener a missing program would end the whole test run; callers see it as an early exit.
    child.on('error', () => undefined);
    this.adopt(child);
    return child;
  }

  /** Takes on a process that somebody else started on this desktop; Electron hides the mark in its environment. */
  adopt(child: ChildProcess): void {
    this.#children.push(child);
  }

  /** Ids of the processes that live now, including grandchildren and daemons. */
  ids(): number[] {
    return this.#family().map(({ id }) => id);
  }

  /** Their command lines, the arguments separated by spaces. */
  commands(): string[] {
    return this.ids().map(commandOf);
  }

  /** Asks all to end, apps before the bus and the display that they use, and kills what is left after `graceMs`. */
  async stop(graceMs = 1_500): Promise<void> {
    const before = this.#family();
    const left = () => [...before.filter(isStillAlive), ...this.#family()];
    for (const child of this.#children.toReversed()) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    }
    const deadlineMs = Date.now() + graceMs;
    while (left().length > 0 && Date.now() < deadlineMs) await wait(20);
    for (let attempt = 0; attempt < 100 && left().length > 0; attempt += 1) {
      signalAll(left(), 'SIGKILL');
      await wait(20);
    }
    process.off('exit', this.#endAtExit);
  }

  #family(): ProcessEntry[] {
    const childIds = this.#children.flatMap(({ pid, exitCode, signalCode }) =>
      pid !== undefined && exitCode === null && signalCode === null ? [pid] : [],
    );
    return processFamily(`${DESKTOP_MARK}=${this.#mark}`, childIds);
  }
}

function signalAll(processes: readonly ProcessEntry[], signal: NodeJS.Signals): void {
  for (const { id } of processes) {
    try {
      process.kill(id, signal);
    } catch {
      // It ended meanwhile.
    }
  }
}

let signalsAreHandled = false;

/** A signal ends Node without its `exit` event, unless somebody listens: turn it into an ordinary exit. */
function exitOnSignals(): void {
  if (signalsAreHandled) return;
  signalsAreHandled = true;
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const) {
    process.once(signal, () => process.exit(128 + number));
  }
}
