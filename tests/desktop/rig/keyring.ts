import type { BusConnection } from './bus-connection.ts';
import type { OwnedProcesses } from './owned-processes.ts';
import { waitUntil } from './wait-until.ts';

/** What the bus starts to ask for the password of a keyring: a window that waits. */
export const KEYRING_PROMPT_SERVICES = ['org.gnome.keyring.SystemPrompter.service'];

/**
 * Starts the GNOME keyring, unlocked with a password on stdin. One that is locked blocks Electron's synchronous
 * `safeStorage` for minutes, and with it the whole app, unless the app opens it before.
 */
export function startUnlockedKeyring(
  processes: OwnedProcesses,
  env: NodeJS.ProcessEnv,
  bus: BusConnection,
): Promise<void> {
  return startKeyring(processes, env, bus, 'password of the test keyring');
}

/** Starts a GNOME keyring that nobody has unlocked; the window that asks for its password opens on the desktop's display. */
export async function startLockedKeyring(
  processes: OwnedProcesses,
  env: NodeJS.ProcessEnv,
  bus: BusConnection,
): Promise<void> {
  await bus.callBus('UpdateActivationEnvironment', 'a{ss}', [{ DISPLAY: env['DISPLAY'] ?? '' }]);
  await startKeyring(processes, env, bus, null);
}

async function startKeyring(
  processes: OwnedProcesses,
  env: NodeJS.ProcessEnv,
  bus: BusConnection,
  password: string | null,
): Promise<void> {
  const args = ['--foreground', ...(password === null ? [] : ['--unlock']), '--components=secrets'];
  const keyring = processes.spawn('gnome-keyring-daemon', args, { env, stdio: ['pipe', 'ignore', 'pipe'] });
  let errors = '';
  keyring.stderr?.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  keyring.stdin?.on('error', () => undefined);
  keyring.stdin?.end(password ?? undefined);
  await waitUntil(
    () => `the keyring (gnome-keyring-daemon) does not answer. ${errors.trim()}`,
    10_000,
    async () => (await bus.hasOwner('org.freedesktop.secrets')) || undefined,
  );
}
