import type { KeyringProblem } from '#core/ports';
import { DbusListener } from './dbus-listener.ts';

const bus = {
  service: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;
const secrets = {
  service: 'org.freedesktop.secrets',
  path: '/org/freedesktop/secrets',
  interface: 'org.freedesktop.Secret.Service',
} as const;
const promptInterface = 'org.freedesktop.Secret.Prompt';
/** The object that stands for none (Secret Service API). */
const none = '/';

/** Under which name the keyring of a backend answers on the session bus; the backends are those of `safeStorage`. */
const namesOf: Readonly<Record<string, string>> = {
  gnome_libsecret: secrets.service,
  kwallet: 'org.kde.kwalletd',
  kwallet5: 'org.kde.kwalletd5',
  kwallet6: 'org.kde.kwalletd6',
};
/** What the asynchronous `safeStorage` looks for, whatever the desktop is; the portal stands for a keyring outside of a sandbox. */
const anyName = [secrets.service, 'org.kde.kwalletd6', 'org.kde.kwalletd5', 'org.freedesktop.portal.Desktop'];

/**
 * Finds a keyring on the session bus before `safeStorage` is asked, which asks once in a run and takes a no for ever
 * (docs/rules-and-findings.md, F23), and opens the user's one without blocking: its prompt is waited for here, as the synchronous
 * `safeStorage` would hold up the whole process for as long as the prompt waits (F3). Null: `safeStorage` can be asked, also where
 * the bus does not let us look. It never rejects; the deadline is the caller's.
 *
 * @param backend the one that `safeStorage` chose; null: it tries all that there are
 */
export async function prepareLinuxKeyring(
  sessionBus: string,
  backend: string | null,
): Promise<KeyringProblem | null> {
  const names = backend === null ? anyName : [namesOf[backend]].filter((name) => name !== undefined);
  if (names.length === 0) return null;
  const listener = await DbusListener.open(sessionBus, () => {});
  if (listener === null) return null;
  try {
    const found = await firstThere(listener, names);
    if (found === null) return 'unavailable';
    return found === secrets.service ? await unlock(listener) : null;
  } finally {
    listener.close();
  }
}

/** The first that runs, or could be started: a bus starts only what it has a file for, and says so of nothing else. */
async function firstThere(listener: DbusListener, names: readonly string[]): Promise<string | null> {
  for (const name of names) {
    if ((await listener.ask({ ...bus, member: 'GetNameOwner' }, 's', [name])) !== null) return name;
    if ((await listener.ask({ ...bus, member: 'StartServiceByName' }, 'su', [name, 0])) !== null) return name;
  }
  return null;
}

async function unlock(listener: DbusListener): Promise<KeyringProblem | null> {
  await listener.follow(
    secrets.service,
    () => {},
    () => {},
  );
  const prompt = await promptOf(listener);
  return prompt === none || (await isAnswered(listener, prompt)) ? null : 'notAnswering';
}

/** What has to be answered before the default keyring is open: to unlock it, or to make it when there is none. */
async function promptOf(listener: DbusListener): Promise<string> {
  const [keyring = none] = (await listener.ask({ ...secrets, member: 'ReadAlias' }, 's', ['default'])) ?? [];
  const answer =
    keyring === none
      ? await listener.ask({ ...secrets, member: 'CreateCollection' }, 'a{sv}s', [
          { 'org.freedesktop.Secret.Collection.Label': listener.text('Default keyring') },
          'default',
        ])
      : await listener.ask({ ...secrets, member: 'Unlock' }, 'ao', [[keyring]]);
  return String(answer?.[1] ?? none);
}

/** Shows the prompt and waits until the user answered or dismissed it. */
function isAnswered(listener: DbusListener, prompt: string): Promise<boolean> {
  return new Promise((resolve) => {
    const completed = { service: secrets.service, interface: promptInterface, member: 'Completed' };
    const tell = ([isDismissed]: readonly unknown[], path: string) => {
      if (path === prompt) resolve(isDismissed === false);
    };
    const show = { service: secrets.service, path: prompt, interface: promptInterface, member: 'Prompt' };
    void listener
      .hear(completed, tell)
      .then(() => listener.ask(show, 's', ['']))
      .then((shown) => {
        if (shown === null) resolve(false);
      });
  });
}
