import { ok } from '#core/failure';
import type { CallHandlers } from './call-answers.ts';
import type { App } from './create-app.ts';

/** Calls about the clipboard besides copies. */
export function clipboardCalls(app: App): Pick<CallHandlers, 'clipboard.clear' | 'health.testClipboard'> {
  return {
    'clipboard.clear': async () => {
      await app.copy.clearNow();
      return ok({});
    },
    'health.testClipboard': () => app.health.testClipboard(),
  };
}
