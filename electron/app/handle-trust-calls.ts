import { ok, type Result } from '#core/failure';
import { Secret } from '#core/secret';
import type { Unlock } from '#core/vault-access';
import { type CallHandlers, withoutValue } from './call-answers.ts';
import type { App } from './create-app.ts';

type TrustCall = Extract<keyof CallHandlers, `vault.${string}`> | 'health.read';

/** Calls about who gets into the vault, and about what protects it. */
export function trustCalls(app: App): Pick<CallHandlers, TrustCall> {
  const { lock, confirm, waysIn, replaceVault } = app;
  return {
    'vault.retry': () => answered(lock.open().then(() => ok(undefined))),
    'vault.lock': async () => {
      void lock.lock('byUser');
      return ok({});
    },
    'vault.unlock': (input) => answered(lock.unlock(wayIn(input))),
    'vault.confirm': (input) => answered(confirm.confirm(wayIn(input))),
    'vault.setPassphrase': ({ current, passphrase }) => answered(waysIn.setPassphrase(current, passphrase)),
    'vault.removePassphrase': ({ current }) => answered(waysIn.removePassphrase(current)),
    'vault.makeRecoveryCode': async ({ current }) => {
      const code = await waysIn.makeRecoveryCode(current);
      return code.ok ? ok({ code: code.value.reveal() }) : code;
    },
    'vault.useKeyring': ({ isUsed, current }) => answered(waysIn.useKeyring(current, isUsed)),
    'vault.renewDataKey': ({ current }) => answered(waysIn.renewDataKey(current)),
    'vault.acceptOlder': () => answered(waysIn.acceptOlder()),
    'vault.listBackups': async () => ok({ backups: await replaceVault.backups() }),
    'vault.restoreBackup': ({ backupId }) => answered(replaceVault.restoreBackup(backupId)),
    'vault.startAnew': () => answered(replaceVault.startAnew()),
    'health.read': async () => ok(await app.health.read()),
  };
}

async function answered(work: Promise<Result<unknown>>): Promise<Result<Record<string, never>>> {
  return withoutValue(await work);
}

function wayIn(input: { readonly with: Unlock['with']; readonly secret: string }): Unlock {
  return input.with === 'os' ? { with: 'os' } : { with: input.with, secret: new Secret(input.secret) };
}
