import type { BusConnection } from './bus-connection.ts';
import type { OwnedProcesses } from './owned-processes.ts';
import { waitUntil } from './wait-until.ts';

/**
 * Starts the GNOME keyring, unlocked with a password on stdin. It must be unlocked: one that runs locked blocks
 * Electron's synchronous `safeStorage` for minutes, and with it the whole app.
 */
export async function startUnlockedKeyring(
  processes: OwnedProcesses,
  env: NodeJS.ProcessEnv,
  bus: BusConnection,
): Promise<void> {
  const args = ['--foreground', '--unlock', '--components=secrets'];
  const keyring = processes.spawn('gnome-keyring-daemon', args, { env, stdio: ['pipe', 'ignore', 'pipe'] });
  let errors = '';
  keyring.stderr?.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  keyring.stdin?.on('error', () => undefined);
  keyring.stdin?.end('password of the test keyring');
  await waitUntil(
    () => `the keyring (gnome-keyring-daemon) does not answer. ${errors.trim()}`,
    10_000,
    async () => (await bus.hasOwner('org.freedesktop.secrets')) || undefined,
  );
}
