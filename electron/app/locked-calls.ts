import type { CallInput, CallName } from '#contract/calls';
import { fail, type Result } from '#core/failure';
import type { CallHandlers } from './call-answers.ts';
import type { App } from './create-app.ts';

/** What can be done while the vault is locked: get in again, bring it back, end what was begun, look at what protects it. */
const allowed: ReadonlySet<CallName> = new Set<CallName>([
  'app.snapshot',
  'app.restart',
  'vault.unlock',
  'vault.lock',
  'vault.retry',
  'vault.listBackups',
  'vault.restoreBackup',
  'vault.startAnew',
  'health.read',
  'health.testClipboard',
  'clipboard.clear',
  'keys.cancelTest',
  'keys.cancelSignIn',
  'import.cancel',
  'export.cancel',
]);

/** Answers that show what the vault holds: they go nowhere once it is locked, also when they were asked for before. */
const shows: ReadonlySet<CallName> = new Set<CallName>([
  'keys.reveal',
  'keys.lookUp',
  'keys.test',
  'keys.rotateByHand',
  'keys.timeline',
  'activity.list',
  'import.readClipboard',
  'import.readFile',
  'import.readText',
  'import.test',
  'export.preview',
  'vault.makeRecoveryCode',
]);

/** What the page asks by itself when something changed: that is no sign of a person. */
const asksByItself: ReadonlySet<CallName> = new Set<CallName>([
  'app.snapshot',
  'activity.list',
  'inbox.markRead',
  'health.read',
  'keys.timeline',
  'vault.listBackups',
]);

/** SECURITY: the one place that keeps the page out of a locked vault. Every other call then fails with vaultLocked. */
export function withLock(app: App, handlers: CallHandlers): CallHandlers {
  const guarded = Object.entries(handlers).map(([callName, handle]) => {
    const name = callName as CallName;
    const call = handle as (input: unknown) => Promise<Result<unknown>>;
    return [
      name,
      async (input: unknown): Promise<Result<unknown>> => {
        if (!asksByItself.has(name)) app.lock.noteUse();
        if (app.isLocked && !allowed.has(name) && !isOnlyTheme(name, input)) return fail('vaultLocked');
        const answer = await call(input);
        return shows.has(name) && app.isLocked ? fail('vaultLocked') : answer;
      },
    ];
  });
  return Object.fromEntries(guarded) as CallHandlers;
}

/** Of the settings only the looks: others say when the vault is locked. */
function isOnlyTheme(name: CallName, input: unknown): boolean {
  if (name !== 'settings.update') return false;
  return Object.keys(input as CallInput<'settings.update'>).every((setting) => setting === 'theme');
}
