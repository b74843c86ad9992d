import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveElectron } from '../../../build/electron-runtime.ts';
import { refusesSandbox } from '../../../build/sandbox-refusal.ts';
import type { VirtualDesktop } from './virtual-desktop.ts';

/** The repository: the folder of the real app. */
export const REPOSITORY_FOLDER = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** The smallest tray app, to test the rig and to measure against. */
export const BARE_APP_FOLDER = join(REPOSITORY_FOLDER, 'tests', 'desktop', 'bare-app');

/** How to start an app on a desktop. */
export interface LaunchOptions {
  readonly desktop: VirtualDesktop;
  /** Where the app keeps its data; else a folder of the desktop, which goes with it. */
  readonly userDataDir?: string;
  /** The folder with the app's package.json; else the repository itself. */
  readonly appFolder?: string;
  /** Further arguments, after the app folder. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Program, arguments and environment of one start. */
export interface AppCommand {
  readonly executablePath: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

/** Puts a start together; the sandbox is off only for root and where the system has none for ordinary users. */
export async function appCommand(options: LaunchOptions): Promise<AppCommand> {
  const { executablePath } = await quietlyResolved();
  const userDataDir = options.userDataDir ?? join(options.desktop.folder, 'user-data');
  return {
    executablePath,
    args: [
      ...(process.getuid?.() === 0 || refusesSandbox() ? ['--no-sandbox'] : []),
      options.appFolder ?? REPOSITORY_FOLDER,
      `--user-data-dir=${userDataDir}`,
      ...(options.args ?? []),
    ],
    env: { ...options.desktop.env, ...options.env },
  };
}

let resolved: ReturnType<typeof resolveElectron> | undefined;

/** Asked once a test file: where the download site cannot be reached, each question costs a name lookup. */
function quietlyResolved(): ReturnType<typeof resolveElectron> {
  resolved ??= resolveElectron();
  return resolved;
}
