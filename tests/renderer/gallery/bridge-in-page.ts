import type { Page } from 'playwright-core';
import type { CallName, CallValues, Events } from '#contract/calls';
import type { FailureView, KeyView } from '#contract/view';
import type { FakeBridge } from '../fake-bridge.ts';

/** Sets what the bridge in the page answers; null: the call goes on for ever. */
export async function answer<N extends CallName>(
  page: Page,
  name: N,
  given: { value: CallValues[N] } | { failure: FailureView } | null,
): Promise<void> {
  await page.evaluate(
    ([call, result]) => {
      const { bridge } = globalThis as unknown as { bridge: FakeBridge };
      bridge.answer(call as 'keys.delete', () => {
        if (result === null) return new Promise(() => {});
        return 'failure' in result
          ? { ok: false, failure: result.failure }
          : { ok: true, value: result.value as never };
      });
    },
    [name, given] as const,
  );
}
/** Sends an event to the page. */
export async function emit<E extends keyof Events>(page: Page, event: E, payload: Events[E]): Promise<void> {
  await page.evaluate(
    ([name, news]) => {
      const { bridge } = globalThis as unknown as { bridge: FakeBridge };
      bridge.emit(name, news as never);
    },
    [event, payload] as const,
  );
}
/** Changes one key of the state that is shown. */
export async function changeKey(page: Page, name: string, change: Partial<KeyView>): Promise<void> {
  await page.evaluate(
    async ([subject, news]) => {
      const { bridge } = globalThis as unknown as { bridge: FakeBridge };
      const shown = await bridge.call('app.snapshot', {});
      if (!shown.ok) return;
      const { keys } = shown.value;
      const changed = keys.map((key) => (key.name === subject ? { ...key, ...news } : key));
      const snapshot = { ...shown.value, revision: shown.value.revision + 1, keys: changed };
      bridge.answer('app.snapshot', () => ({ ok: true, value: snapshot }));
      bridge.emit('snapshot', snapshot);
    },
    [name, change] as const,
  );
}
