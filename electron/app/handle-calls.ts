import type { CallInput, CallName, CallValues } from '#contract/calls';
import type { KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import type { App } from './create-app.ts';
import { lookUpValues } from './look-up-values.ts';

/** One handler for each call of the contract; a missing one fails to compile. */
export type CallHandlers = {
  readonly [N in CallName]: (input: CallInput<N>) => Promise<Result<CallValues[N]>>;
};

/** What only the shell can do for the page. */
export interface ShellActions {
  /** Opens a page in the user's browser: a link of a preset, or the page of a sign-in that the user began. Both are https. */
  readonly openExternal: (url: string) => void;
}

/** Binds the contract to the use cases. Ids come from the page: a wrong one gives keyNotFound. */
export function callHandlers(app: App, shell: ShellActions): CallHandlers {
  const keyOf = (id: string) => id as KeyId;
  return {
    'app.snapshot': async () => ok(app.snapshot()),
    'app.openLink': async ({ presetId, link }) => {
      const url = app.preset(presetId)?.links.find(({ id }) => id === link)?.url;
      if (url === undefined) return fail('presetNotFound');
      shell.openExternal(url);
      return ok({});
    },
    'keys.add': (draft) => app.keys.add(draft),
    'keys.edit': async ({ keyId, draft }) => nothing(await app.keys.edit(keyOf(keyId), draft)),
    'keys.delete': async ({ keyId }) => nothing(await app.keys.delete(keyOf(keyId))),
    'keys.test': ({ runId, keyId, draft }) =>
      app.tests.run(runId, keyId === null ? null : keyOf(keyId), draft),
    'keys.cancelTest': async ({ runId }) => {
      app.tests.cancel(runId);
      return ok({});
    },
    'keys.lookUp': async ({ keyId, draft, fieldId }) => {
      const needs = { tests: app.tests, ports: app.exchangePorts };
      const choices = await lookUpValues(needs, keyId === null ? null : keyOf(keyId), draft, fieldId);
      return choices.ok ? ok({ choices: choices.value }) : choices;
    },
    'keys.askDetails': ({ keyId }) => app.provider.askDetails(keyOf(keyId)),
    'keys.signIn': async ({ keyId }) => nothing(await app.signIn.begin(keyOf(keyId))),
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
    'keys.rotate': async ({ keyId }) => nothing(await app.rotation.begin(keyOf(keyId))),
    'keys.endRotation': async ({ keyId, how }) => nothing(await app.rotation.end(keyOf(keyId), how)),
    'keys.reveal': ({ keyId, fieldId }) => app.reveal.reveal(keyOf(keyId), fieldId),
    'keys.setDefault': async ({ keyId }) => nothing(app.setDefaultKey(keyId === null ? null : keyOf(keyId))),
    'tokens.copy': ({ keyId, formId }) => app.copy.copy(keyOf(keyId), formId),
    'tokens.refresh': async ({ keyId }) => nothing(await app.tokens.renew(keyOf(keyId), true)),
    'tokens.revoke': async ({ keyId }) => nothing(await app.provider.revoke(keyOf(keyId))),
    'settings.update': async (change) => nothing(app.updateSettings(change)),
    'settings.allowCommands': async ({ allowed }) => nothing(await app.allowCommands(allowed)),
    'vault.retry': async () => {
      await app.openVault();
      return ok({});
    },
  };
}

function nothing(result: Result<unknown>): Result<Record<string, never>> {
  return result.ok ? ok({}) : result;
}
