import type { KeyId } from '#core/api-key';
import { ok } from '#core/failure';
import { type CallHandlers, withoutValue } from './call-answers.ts';
import type { App } from './create-app.ts';

type RefreshCall = 'keys.setRefreshMode' | 'tokens.refresh' | 'tokens.refreshAll' | 'tokens.reportRefused';

/** Calls about when tokens are renewed. */
export function refreshCalls(app: App): Pick<CallHandlers, RefreshCall> {
  const keyOf = (id: string) => id as KeyId;
  return {
    'keys.setRefreshMode': async ({ keyId, refreshMode }) =>
      withoutValue(await app.setRefreshMode(keyOf(keyId), refreshMode)),
    'tokens.refresh': async ({ keyId }) => withoutValue(await app.tokens.renew(keyOf(keyId), true)),
    'tokens.refreshAll': async () => ok(await app.refreshAll()),
    'tokens.reportRefused': async ({ keyId }) => withoutValue(await app.reportRefused(keyOf(keyId))),
  };
}
