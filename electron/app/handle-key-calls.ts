import type { KeyId } from '#core/api-key';
import { fail, ok } from '#core/failure';
import { type CallHandlers, withoutValue } from './call-answers.ts';
import type { App } from './create-app.ts';
import { lookUpValues } from './look-up-values.ts';
import type { ShellActions } from './shell-actions.ts';

type KeyCall =
  | 'keys.add'
  | 'keys.edit'
  | 'keys.delete'
  | 'keys.test'
  | 'keys.cancelTest'
  | 'keys.lookUp'
  | 'keys.askDetails'
  | 'keys.signIn'
  | 'keys.cancelSignIn'
  | 'keys.openSignInPage'
  | 'keys.rotate'
  | 'keys.rotateByHand'
  | 'keys.endRotation';

/** Calls about one key: form, sign-in, rotation. */
export function keyCalls(app: App, shell: ShellActions): Pick<CallHandlers, KeyCall> {
  const keyOf = (id: string) => id as KeyId;
  return {
    'keys.add': (draft) => app.keys.add(draft),
    'keys.edit': async ({ keyId, draft }) => withoutValue(await app.keys.edit(keyOf(keyId), draft)),
    'keys.delete': async ({ keyId }) => withoutValue(await app.keys.delete(keyOf(keyId))),
    'keys.test': ({ runId, keyId, draft }) =>
      app.tests.run(runId, keyId === null ? null : keyOf(keyId), draft),
    'keys.cancelTest': async ({ runId }) => {
      app.tests.cancel(runId);
      return ok({});
    },
    'keys.lookUp': async ({ keyId, draft, fieldId }) => {
      const presetOf = (presetId: string) => app.preset(presetId);
      const needs = { tests: app.tests, ports: app.exchangePorts, presetOf };
      const choices = await lookUpValues(needs, keyId === null ? null : keyOf(keyId), draft, fieldId);
      return choices.ok ? ok({ choices: choices.value }) : choices;
    },
    'keys.askDetails': ({ keyId }) => app.provider.askDetails(keyOf(keyId)),
    'keys.signIn': async ({ keyId }) => withoutValue(await app.signIn.begin(keyOf(keyId))),
    'keys.cancelSignIn': async ({ keyId }) => {
      app.signIn.cancel(keyOf(keyId));
      return ok({});
    },
    'keys.openSignInPage': async ({ keyId }) => {
      const page = app.signIn.pageOf(keyOf(keyId));
      if (page === null) return fail('keyNotFound');
      shell.openExternal(page);
      return ok({});
    },
    'keys.rotate': async ({ keyId }) => withoutValue(await app.rotation.begin(keyOf(keyId))),
    'keys.rotateByHand': ({ runId, keyId, fields, keyExpiresAtMs }) =>
      app.rotation.byHand.begin(runId, keyOf(keyId), fields, keyExpiresAtMs),
    'keys.endRotation': async ({ keyId, how }) => withoutValue(await app.rotation.end(keyOf(keyId), how)),
  };
}
