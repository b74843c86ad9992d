import type { ChildProcess } from 'node:child_process';
import type * as Electron from 'electron';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { appCommand, type LaunchOptions } from './app-arguments.ts';
import { recordNextSpawn } from './process-output.ts';
import { RunningApp } from './running-app.ts';

/** An app that Playwright can look into. */
export class LaunchedApp extends RunningApp {
  readonly electronApp: ElectronApplication;

  constructor(child: ChildProcess, startedAtMs: number, electronApp: ElectronApplication) {
    super(child, startedAtMs);
    this.electronApp = electronApp;
  }

  /** The first window, as soon as there is one. An app that lives in the tray may start without any. */
  window(timeoutMs = 15_000): Promise<Page> {
    return this.electronApp.firstWindow({ timeout: timeoutMs });
  }

  /**
   * Calls a function in the main process with the members of Electron and gives its answer. The call is made in a turn of its
   * own: Node's inspector evaluates wherever JavaScript is just then, and what is put on the queue of `process.nextTick` while
   * that queue is being left is never run, nor is anything after it (F32).
   */
  inMain<Answer, Given = undefined>(
    call: (electron: typeof Electron, given: Given) => Answer | Promise<Answer>,
    ...[given]: Given extends undefined ? [] : [Given]
  ): Promise<Answer> {
    const source = `return new Promise((next) => setImmediate(next)).then(() => (${call})(electron, given));`;
    const inOwnTurn = new Function('electron', 'given', source);
    return this.electronApp.evaluate(
      inOwnTurn as (electron: typeof Electron, given: unknown) => Promise<Answer>,
      given,
    );
  }

  /** Asks the app to quit by `app.quit()`, as its menu does; answers with the exit code. */
  override async quit(timeoutMs = 10_000): Promise<number> {
    // The reply gets lost when the app is gone before it is sent.
    await this.inMain(({ app }) => app.quit()).catch(() => undefined);
    return this.waitForExit(timeoutMs);
  }
}

/** Starts an app under Playwright; resolves when Electron is ready, whether or not the app opens a window. */
export async function launchApp(options: LaunchOptions): Promise<LaunchedApp> {
  const { executablePath, args, env } = await appCommand(options);
  const userDataArgument = args.find((argument) => argument.startsWith('--user-data-dir=')) ?? '';
  const spawned = recordNextSpawn((spawnedArgs) => spawnedArgs.includes(userDataArgument));
  const startedAtMs = Date.now();
  try {
    const electronApp = await _electron.launch({ executablePath, args, env, timeout: 30_000 });
    options.desktop.processes.adopt(electronApp.process());
    return new LaunchedApp(electronApp.process(), startedAtMs, electronApp);
  } catch (error) {
    throw new Error(`The app did not start: ${(error as Error).message}\nIt wrote:\n${spawned.output()}`);
  } finally {
    spawned.stop();
  }
}
