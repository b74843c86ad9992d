import type { DbusListener, ServiceSignal } from './dbus-listener.ts';

const service = 'org.freedesktop.login1';
const manager = {
  service,
  path: '/org/freedesktop/login1',
  interface: 'org.freedesktop.login1.Manager',
} as const;
const sessionInterface = 'org.freedesktop.login1.Session';

/** A request that nobody confirms is forgotten: some screen lockers never tell when they are opened again. */
const requestHoldsMs = 10_000;

/**
 * Hears of logind whether the screen of our own session is locked: `LockedHint`, which the desktop sets, and `Lock` and
 * `Unlock`, with which somebody asks the desktop to (`loginctl lock-session`).
 */
export async function hearOwnSession(
  listener: DbusListener,
  locked: (source: 'logind' | 'request', isLocked: boolean) => void,
): Promise<void> {
  let own = '';
  let forget: NodeJS.Timeout | undefined;
  const requested = (isLocked: boolean) => {
    clearTimeout(forget);
    if (isLocked) forget = setTimeout(() => locked('request', false), requestHoldsMs);
    locked('request', isLocked);
  };
  /** SECURITY: other sessions of this computer are nothing to us. */
  const hear = (signal: ServiceSignal, tell: (body: readonly unknown[]) => void, firstArgument?: string) =>
    listener.hear(signal, (body, path) => path === own && tell(body), firstArgument);

  const session = { service, interface: sessionInterface };
  await hear({ ...session, member: 'Lock' }, () => requested(true));
  await hear({ ...session, member: 'Unlock' }, () => requested(false));
  const changed = { service, interface: 'org.freedesktop.DBus.Properties', member: 'PropertiesChanged' };
  const hinted = ([, values]: readonly unknown[]) => {
    const hint = (values as Record<string, { readonly value: unknown }> | undefined)?.['LockedHint'];
    if (hint !== undefined) locked('logind', hint.value === true);
  };
  await hear(changed, hinted, sessionInterface);
  await listener.follow(
    service,
    async () => {
      own = await ownSession(listener);
      if (own !== '')
        locked('logind', (await listener.property({ ...session, path: own }, 'LockedHint')) === true);
    },
    () => locked('logind', false),
  );
}

/**
 * Path of the session that this process belongs to; empty when there is none. Programs that a desktop starts through
 * systemd belong to the user's manager instead; `auto` is then the session on the screen (org.freedesktop.login1(5)).
 */
async function ownSession(listener: DbusListener): Promise<string> {
  const [byProcess] =
    (await listener.ask({ ...manager, member: 'GetSessionByPID' }, 'u', [process.pid])) ?? [];
  if (byProcess !== undefined) return String(byProcess);
  const auto = { service, path: '/org/freedesktop/login1/session/auto', interface: sessionInterface };
  const id = (await listener.property(auto, 'Id')) ?? process.env['XDG_SESSION_ID'];
  if (id === undefined) return '';
  const [byId] = (await listener.ask({ ...manager, member: 'GetSession' }, 's', [id])) ?? [];
  return String(byId ?? '');
}
