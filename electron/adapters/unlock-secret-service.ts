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

/**
 * Opens the user's keyring on Linux without blocking: its prompt is waited for here, and only then is the synchronous
 * `safeStorage` asked, which would hold up the whole process for as long as the prompt waits (docs/rules-and-findings.md, F3). Null:
 * it is open, or there is none, which `safeStorage` then says at once. It never rejects; the deadline is the caller's.
 */
export async function unlockSecretService(sessionBus: string): Promise<KeyringProblem | null> {
  const listener = await DbusListener.open(sessionBus, () => {});
  if (listener === null) return null;
  try {
    if (!(await isThere(listener))) return null;
    await listener.follow(
      secrets.service,
      () => {},
      () => {},
    );
    const prompt = await promptOf(listener);
    return prompt === none || (await isAnswered(listener, prompt)) ? null : 'notAnswering';
  } finally {
    listener.close();
  }
}

/** Whether the service runs, or could be started: a bus starts only what it has a file for, and says so of nothing else. */
async function isThere(listener: DbusListener): Promise<boolean> {
  const owner = await listener.ask({ ...bus, member: 'GetNameOwner' }, 's', [secrets.service]);
  if (owner !== null) return true;
  return (await listener.ask({ ...bus, member: 'StartServiceByName' }, 'su', [secrets.service, 0])) !== null;
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
