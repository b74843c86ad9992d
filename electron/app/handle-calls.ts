import type { KeyId } from '#core/api-key';
import { fail, ok } from '#core/failure';
import { type CallHandlers, withoutValue } from './call-answers.ts';
import type { App } from './create-app.ts';
import { activityCalls } from './handle-activity-calls.ts';
import { clipboardCalls } from './handle-clipboard-calls.ts';
import { exportCalls } from './handle-export-calls.ts';
import { importCalls } from './handle-import-calls.ts';
import { keyCalls } from './handle-key-calls.ts';
import { noticeCalls } from './handle-notice-calls.ts';
import { refreshCalls } from './handle-refresh-calls.ts';
import { trustCalls } from './handle-trust-calls.ts';
import { withLock } from './locked-calls.ts';
import type { ShellActions } from './shell-actions.ts';

/** Binds the contract to the use cases. Ids come from the page: a wrong one gives keyNotFound. */
export function callHandlers(app: App, shell: ShellActions): CallHandlers {
  const keyOf = (id: string) => id as KeyId;
  return withLock(app, {
    'app.snapshot': async () => ok(app.snapshot()),
    'app.openLink': async ({ presetId, link }) => {
      const url = app.preset(presetId)?.links.find(({ id }) => id === link)?.url;
      if (url === undefined) return fail('presetNotFound');
      shell.openExternal(url);
      return ok({});
    },
    'app.restart': async () => {
      const allowed = await app.mayRestart();
      if (allowed.ok && allowed.value) shell.restart();
      return withoutValue(allowed);
    },
    ...keyCalls(app, shell),
    ...importCalls(app, shell),
    ...exportCalls(app, shell),
    ...refreshCalls(app),
    ...noticeCalls(app),
    ...activityCalls(app, shell),
    ...clipboardCalls(app),
    ...trustCalls(app),
    'keys.reveal': ({ keyId, fieldId }) => app.reveal.reveal(keyOf(keyId), fieldId),
    'keys.setDefault': async ({ keyId }) =>
      withoutValue(app.setDefaultKey(keyId === null ? null : keyOf(keyId))),
    'tokens.copy': ({ keyId, formId }) => app.copy.copy(keyOf(keyId), formId),
    'tokens.revoke': async ({ keyId }) => withoutValue(await app.provider.revoke(keyOf(keyId))),
    'settings.update': async (change) => withoutValue(await app.changeSettings(change)),
    'settings.allowCommands': async ({ allowed }) => withoutValue(await app.allowCommands(allowed)),
    'presets.openFolder': async () => {
      const folder = await app.userPresets.makeFolder();
      if (folder.ok) shell.openFolder(folder.value);
      return withoutValue(folder);
    },
    'certificates.inspect': async ({ pem }) => {
      const certificates = shell.inspectCertificates(pem);
      return certificates.ok ? ok({ certificates: certificates.value }) : certificates;
    },
  });
}
