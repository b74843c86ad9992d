import { existsSync } from 'node:fs';
import { DbusListener } from './dbus-listener.ts';
import { hearOwnSession } from './dbus-own-session.ts';

/** States that hold until they are taken back. Each may be told again; who listens compares. */
export interface LinuxFacts {
  readonly isAsleep: (isAsleep: boolean) => void;
  readonly isLocked: (isLocked: boolean) => void;
  /** Whether the system is sure that the internet can be reached; false says no more than that it is not. */
  readonly isSurelyOnline: (isSurelyOnline: boolean) => void;
}

/** What the environment says of the buses. */
export interface LinuxSession {
  readonly systemBus: string;
  /** Null when there is none. */
  readonly sessionBus: string | null;
  /** Inside Flatpak or Snap, where the network is asked for by the portal. */
  readonly isSandboxed: boolean;
}

/** One name each; the interface has the same name, and the objects differ. */
const screenSavers = ['freedesktop', 'gnome', 'cinnamon', 'mate', 'xfce'] as const;

const networkManager = {
  service: 'org.freedesktop.NetworkManager',
  path: '/org/freedesktop/NetworkManager',
  interface: 'org.freedesktop.NetworkManager',
} as const;
/** NM_STATE_CONNECTED_GLOBAL; 60 and 50 are a network without the internet, or behind a sign-in page. */
const connectedGlobal = 70;

const networkPortal = {
  service: 'org.freedesktop.portal.Desktop',
  path: '/org/freedesktop/portal/desktop',
  interface: 'org.freedesktop.portal.NetworkMonitor',
} as const;
/** GetConnectivity: 1 local only, 2 limited, 3 behind a sign-in page, 4 full. */
const fullConnectivity = 4;

/** The buses of this process: their addresses in the environment, else the usual sockets. */
export function linuxSession(environment: NodeJS.ProcessEnv): LinuxSession {
  const userSocket = `${environment['XDG_RUNTIME_DIR']}/bus`;
  return {
    systemBus: environment['DBUS_SYSTEM_BUS_ADDRESS'] ?? 'unix:path=/run/dbus/system_bus_socket',
    sessionBus:
      environment['DBUS_SESSION_BUS_ADDRESS'] ?? (existsSync(userSocket) ? `unix:path=${userSocket}` : null),
    isSandboxed: environment['SNAP'] !== undefined || existsSync('/.flatpak-info'),
  };
}

/**
 * Hears over D-Bus what Electron does not tell on Linux: the screen lock (of logind and of the screen savers) and the
 * network (of NetworkManager, or of the portal in a sandbox); and sleep, which Electron hears of logind too.
 * Everything may be missing; then nothing is told. What a service said ends with the service.
 */
export async function hearLinuxSession(session: LinuxSession, facts: LinuxFacts): Promise<void> {
  const lockedBy = new Set<string>();
  const locked = (source: string, isLocked: boolean) => {
    if (isLocked) lockedBy.add(source);
    else lockedBy.delete(source);
    facts.isLocked(lockedBy.size > 0);
  };
  await Promise.all([
    hearSystemBus(session, facts, locked),
    session.sessionBus === null ? undefined : hearSessionBus(session.sessionBus, session, facts, locked),
  ]);
}

type Locked = (source: string, isLocked: boolean) => void;

async function hearSystemBus(session: LinuxSession, facts: LinuxFacts, locked: Locked): Promise<void> {
  const listener = await DbusListener.open(session.systemBus, () => {
    locked('logind', false);
    locked('request', false);
    if (!session.isSandboxed) facts.isSurelyOnline(false);
  });
  if (listener === null) return;
  const login = { service: 'org.freedesktop.login1', interface: 'org.freedesktop.login1.Manager' };
  await listener.hear({ ...login, member: 'PrepareForSleep' }, ([isAsleep]) =>
    facts.isAsleep(isAsleep === true),
  );
  await hearOwnSession(listener, locked);
  if (!session.isSandboxed) await hearNetworkManager(listener, facts);
}

async function hearSessionBus(
  address: string,
  { isSandboxed }: LinuxSession,
  facts: LinuxFacts,
  locked: Locked,
): Promise<void> {
  const listener = await DbusListener.open(address, () => {
    for (const desktop of screenSavers) locked(desktop, false);
    if (isSandboxed) facts.isSurelyOnline(false);
  });
  if (listener === null) return;
  for (const desktop of screenSavers) await hearScreenSaver(listener, desktop, locked);
  if (isSandboxed) await hearNetworkPortal(listener, facts);
}

async function hearScreenSaver(listener: DbusListener, desktop: string, locked: Locked): Promise<void> {
  const name = `org.${desktop}.ScreenSaver`;
  const tell = ([isActive]: readonly unknown[]) => locked(desktop, isActive === true);
  await listener.hear({ service: name, interface: name, member: 'ActiveChanged' }, tell);
  const askState = async () => {
    const path = `/org/${desktop}/ScreenSaver`;
    tell((await listener.ask({ service: name, path, interface: name, member: 'GetActive' })) ?? []);
  };
  await listener.follow(
    name,
    () => void askState(),
    () => locked(desktop, false),
  );
}

async function hearNetworkManager(listener: DbusListener, facts: LinuxFacts): Promise<void> {
  const tell = (state: unknown) => facts.isSurelyOnline(state === connectedGlobal);
  await listener.hear({ ...networkManager, member: 'StateChanged' }, ([state]) => tell(state));
  await listener.follow(
    networkManager.service,
    async () => tell(await listener.property(networkManager, 'State')),
    () => facts.isSurelyOnline(false),
  );
}

async function hearNetworkPortal(listener: DbusListener, facts: LinuxFacts): Promise<void> {
  const askState = async () => {
    const [connectivity] = (await listener.ask({ ...networkPortal, member: 'GetConnectivity' })) ?? [];
    facts.isSurelyOnline(connectivity === fullConnectivity);
  };
  // It tells that something changed and, since its second version, not what.
  await listener.hear({ ...networkPortal, member: 'changed' }, () => void askState());
  await listener.follow(
    networkPortal.service,
    () => void askState(),
    () => facts.isSurelyOnline(false),
  );
}
