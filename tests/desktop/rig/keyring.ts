import type { ChildProcess } from 'node:child_process';
import { Variant } from '@jellybrick/dbus-next';
import type { BusConnection } from './bus-connection.ts';
import type { OwnedProcesses } from './owned-processes.ts';
import { waitUntil } from './wait-until.ts';

/** What the bus starts to ask for the password of a keyring: a window that waits. */
export const KEYRING_PROMPT_SERVICES = ['org.gnome.keyring.SystemPrompter.service'];

const password = 'password of the test keyring';

/**
 * Starts the GNOME keyring, unlocked with a password on stdin. One that is locked blocks Electron's synchronous
 * `safeStorage` for minutes, and with it the whole app, unless the app opens it before.
 */
export function startUnlockedKeyring(
  processes: OwnedProcesses,
  env: NodeJS.ProcessEnv,
  bus: BusConnection,
): Promise<ChildProcess> {
  return startKeyring(processes, env, bus, password);
}

/** Starts a GNOME keyring that nobody has unlocked; the window that asks for its password opens on the desktop's display. */
export async function startLockedKeyring(
  processes: OwnedProcesses,
  env: NodeJS.ProcessEnv,
  bus: BusConnection,
): Promise<ChildProcess> {
  await bus.callBus('UpdateActivationEnvironment', 'a{ss}', [{ DISPLAY: env['DISPLAY'] ?? '' }]);
  return startKeyring(processes, env, bus, null);
}

/**
 * Makes and opens the keyring of a daemon that has none, by the password and past its prompt, as a login does.
 * The interface is the daemon's own (gnome-keyring, org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface.xml).
 */
export async function openKeyring(bus: BusConnection): Promise<void> {
  const service = { destination: 'org.freedesktop.secrets', path: '/org/freedesktop/secrets' };
  const secrets = { ...service, interface: 'org.freedesktop.Secret.Service' };
  const [, session] = await bus.call(secrets, 'OpenSession', 'sv', ['plain', new Variant('s', '')]);
  const own = { ...service, interface: 'org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface' };
  const [keyring] = await bus.call(own, 'CreateWithMasterPassword', 'a{sv}(oayays)', [
    { 'org.freedesktop.Secret.Collection.Label': new Variant('s', 'Login') },
    [session, Buffer.alloc(0), Buffer.from(password), 'text/plain'],
  ]);
  await bus.call(secrets, 'SetAlias', 'so', ['default', keyring]);
}

async function startKeyring(
  processes: OwnedProcesses,
  env: NodeJS.ProcessEnv,
  bus: BusConnection,
  enteredPassword: string | null,
): Promise<ChildProcess> {
  const args = ['--foreground', ...(enteredPassword === null ? [] : ['--unlock']), '--components=secrets'];
  const keyring = processes.spawn('gnome-keyring-daemon', args, { env, stdio: ['pipe', 'ignore', 'pipe'] });
  let errors = '';
  keyring.stderr?.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  keyring.stdin?.on('error', () => undefined);
  keyring.stdin?.end(enteredPassword ?? undefined);
  await waitUntil(
    () => `the keyring (gnome-keyring-daemon) does not answer. ${errors.trim()}`,
    10_000,
    async () => (await bus.hasOwner('org.freedesktop.secrets')) || undefined,
  );
  return keyring;
}
