import type { ChildProcess } from 'node:child_process';
import { appCommand, type LaunchOptions } from './app-arguments.ts';
import { recordOutput } from './process-output.ts';
import { isAlive } from './process-table.ts';
import { waitUntil } from './wait-until.ts';

/** A running app as the system sees it. */
export class RunningApp {
  readonly pid: number;
  /** When its process was started, on the clock of `Date.now()`. */
  readonly startedAtMs: number;
  readonly #child: ChildProcess;
  readonly #output: () => string;

  constructor(child: ChildProcess, startedAtMs: number) {
    if (child.pid === undefined) throw new Error(`The app could not be started: ${child.spawnfile}`);
    this.pid = child.pid;
    this.startedAtMs = startedAtMs;
    this.#child = child;
    this.#output = recordOutput(child);
  }

  /** All that it has written so far, stdout and stderr in the order of arrival. */
  output(): string {
    return this.#output();
  }

  /** Waits until its output contains this text or fits this pattern. */
  async waitForOutput(pattern: string | RegExp, timeoutMs = 10_000): Promise<void> {
    const fits = () =>
      typeof pattern === 'string' ? this.output().includes(pattern) : pattern.test(this.output());
    await waitUntil(
      () => `the app never wrote ${pattern}; it wrote:\n${this.output()}`,
      timeoutMs,
      () => fits() || undefined,
      2,
    );
  }

  /** Whether its main process lives. */
  isRunning(): boolean {
    return isAlive(this.pid);
  }

  /** Power cut: SIGKILL to the main process; its helpers end by themselves. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await waitUntil('the killed app is still there', 10_000, () => (this.isRunning() ? undefined : true), 5);
  }

  /** Asks the app to end by SIGTERM; answers with the exit code (128 + n if the signal n ended it). */
  async quit(timeoutMs = 10_000): Promise<number> {
    this.#child.kill('SIGTERM');
    return this.waitForExit(timeoutMs);
  }

  /** Waits until it has ended by itself; kills it and throws if it does not. */
  async waitForExit(timeoutMs = 10_000): Promise<number> {
    try {
      return await waitUntil(
        () => `the app did not end; it wrote:\n${this.output()}`,
        timeoutMs,
        () => this.#child.exitCode ?? (this.#child.signalCode === null ? undefined : 128),
      );
    } catch (error) {
      await this.kill();
      throw error;
    }
  }
}

/** Starts an app as a plain child process, without Playwright and its debugging ports: for kills and measurements. */
export async function spawnApp(options: LaunchOptions): Promise<RunningApp> {
  const command = await appCommand(options);
  const startedAtMs = Date.now();
  const child = options.desktop.processes.spawn(command.executablePath, command.args, {
    env: command.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new RunningApp(child, startedAtMs);
}
