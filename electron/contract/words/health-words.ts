import type { HealthFix, HealthItemView, HealthSubject } from '../health-view.ts';
import { count } from './key-words.ts';
import { keyringName } from './vault-words.ts';

/** What each subject is called. */
export const healthSubjectWords: Readonly<Record<HealthSubject, string>> = {
  protection: 'Protection of the vault',
  recovery: 'A second way in',
  backups: 'Backups',
  records: 'Stored records',
  files: 'Files of the vault',
  memory: 'Memory of Keyfob',
  clipboard: 'Clipboard',
  notifications: 'Notifications',
  sandbox: 'Sandbox of the window',
  startSwitches: 'Start options',
  coreDumps: 'Crash dumps',
  runtime: 'Runtime',
};

/** How a state is called: never by colour alone. */
export const healthStateWords: Readonly<Record<HealthItemView['state'], string>> = {
  good: 'Good',
  notice: 'Could be better',
  bad: 'Not protected',
  unknown: 'Not known',
};

type Sentence = string | ((fact: string) => string);

const sentences: Readonly<Record<HealthSubject, Readonly<Record<string, Sentence>>>> = {
  protection: {
    opening: 'The vault is being opened.',
    locked: 'The vault is locked: its keys are encrypted on disk.',
    lockedForNobody:
      'The vault is locked, but has no passphrase: a click opens it again, also for others at this computer. Unlock it and set one.',
    closed: 'The vault does not open. Try again, restore a backup, or see what the foot of the window says.',
    sessionOnly: 'Nothing is stored: keys are gone when Keyfob quits. Start a keyring, or set a passphrase.',
    keyring: (backend) =>
      `${sentenceStart(keyringName(backend))} opens the vault by itself. A passphrase lets you lock it against who sits at this computer.`,
    keyringAndPassphrase: 'The keyring opens the vault at the start; after a lock your passphrase does.',
    passphrase: 'Only your passphrase opens the vault, at each start and after each lock.',
  },
  recovery: {
    code: 'A recovery code opens the vault if the passphrase or the keyring is lost. Keep it on paper.',
    noCode: 'Make a recovery code and keep it on paper, in case that passphrase and keyring are lost.',
    oneWay:
      'There is one way into the vault. If it is lost, so are the keys: make a recovery code and keep it on paper.',
    notKnown: 'It is known when the vault can be read.',
  },
  backups: {
    some: (fact) => `Whole copies of the vault, each checked: ${fact}.`,
    old: (fact) =>
      `Whole copies of the vault: ${fact}. Check that the disk has room; the next change makes a new one.`,
    none: 'There is no copy of the vault yet. The first one is made when it changes; check later that it is there.',
    nothingStored: 'There is nothing to copy: this vault is in memory only.',
  },
  records: {
    whole: 'All records are there and as Keyfob wrote them.',
    unreadable: (count) =>
      `${count} ${count === '1' ? 'key' : 'keys'} cannot be read; the vault keeps what it holds. Restore a backup, or add the keys again.`,
    older:
      'The vault is older than the one that was open last. If you put it there, say so; else find out who did.',
    altered:
      'Records were removed or replaced while Keyfob was not running. Check your keys, or restore a backup.',
    fromBackup: 'The vault was damaged and set aside; its newest backup is in use. Check the newest keys.',
    closed: 'They are looked at when the vault is open.',
  },
  files: {
    private: 'Only you can read and write them.',
    open: (name) => `Other users can get at ${name}. Take their rights away: chmod go= on it.`,
    foreign: (name) => `${name} belongs to another user. Make it yours, or move it away.`,
    none: 'There is no vault file yet.',
    unknown: 'This system does not say who can get at them.',
  },
  memory: {
    closed: 'Other programs of yours cannot read it, unless they started Keyfob.',
    open: 'Other programs of yours can read it while the vault is open. Set kernel.yama.ptrace_scope to 1 to prevent that, and lock the vault when you leave.',
    unknown: 'This system does not say who can read it.',
  },
  clipboard: {
    notTested: 'It was not tested since Keyfob started. A test replaces what is on it.',
    passed: 'Another program read what was copied, and found it gone after clearing.',
    onlyHere:
      'Copying and clearing work, as far as Keyfob sees: there is no other program here to check it by.',
    failed: 'The last test failed. Look for a program that changes the clipboard, and test again.',
    notCleared:
      'Another program keeps what was copied. Exclude Keyfob in your clipboard manager, or clear its history.',
  },
  notifications: {
    shown: 'The desktop takes them.',
    unavailable: 'No notification service answers, so that warnings are in the inbox only. Start one.',
    failed:
      'The last one was not shown; it is in the inbox. Check the notification settings of your desktop.',
  },
  sandbox: {
    on: 'The window’s process runs in the sandbox of the system.',
    off: 'The window’s process is not in the sandbox of the system. Start Keyfob as an ordinary user and without --no-sandbox.',
    idle: 'No window is open that could be looked at.',
    unknown: 'This system does not say whether the window is in its sandbox.',
  },
  startSwitches: {
    none: 'Keyfob was started with none that takes protection away.',
    some: (names) => `Keyfob was started with ${names}, which takes protection away. Start it without.`,
  },
  coreDumps: {
    off: 'A crash leaves no memory of Keyfob on the disk.',
    on: 'A crash would leave memory of Keyfob on the disk. Set the limit for core dumps to 0 (ulimit -c 0).',
    unknown: 'This system does not say whether a crash leaves memory on the disk.',
  },
  runtime: {
    installed: (version) => `An installed Keyfob on Electron ${version}.`,
    fromSources: (version) =>
      `Keyfob runs from its sources on Electron ${version}: for development. Install a release to protect real keys.`,
  },
};

/** One sentence or two: how it stands, and what to do where something is to be done. */
export function healthWords({ subject, detail, fact }: HealthItemView): string {
  const sentence = sentences[subject][detail];
  if (sentence === undefined) return 'It could not be found out. Restart Keyfob to look again.';
  return typeof sentence === 'function' ? sentence(fact) : sentence;
}

function sentenceStart(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Texts of the view on what protects what. */
export const healthTexts = {
  title: 'Health',
  open: 'Health…',
  looking: 'Looking at each protection…',
  again: 'Look again',
  testClears: 'A test replaces what is on the clipboard.',
  testedElsewhere: 'The clipboard passed: another program read it, and found it empty afterwards',
  testedHere: 'Copying and clearing work; no other program could be asked',
} as const;

/** What the button beside a protection says. */
export const healthFixWords: Readonly<Record<HealthFix, string>> = {
  setPassphrase: 'Set a passphrase…',
  makeRecoveryCode: 'Make a recovery code…',
  restoreBackup: 'Backups…',
  acceptOlder: 'Keep this vault',
  retryVault: 'Try again',
  restart: 'Restart Keyfob',
  testClipboard: 'Test clipboard',
  openSettings: 'Settings…',
};

/** All protections in one sentence. */
export function healthSummary(items: readonly HealthItemView[]): string {
  const having = (state: HealthItemView['state']): number =>
    items.filter((item) => item.state === state).length;
  const bad = having('bad');
  if (bad > 0)
    return `${count(bad, 'protection does', 'protections do')} not hold. What to do stands beside it.`;
  const notice = having('notice');
  if (notice > 0)
    return `What is in place holds. ${count(notice, 'protection', 'protections')} could be better.`;
  return having('unknown') > 0 ? 'What could be found out holds.' : 'Every protection holds.';
}
