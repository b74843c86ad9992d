import type { Page } from 'playwright-core';
import type { CallAnswer, CallInput, CallName, CallValues, KeyDraft, KeyfobBridge } from '#contract/calls';
import type { Snapshot } from '#contract/view';
import { waitUntil } from '../rig/wait-until.ts';

/** Calls main through the page's own bridge: for many keys at once, where a form would take a minute. */
export function callBridge<N extends CallName>(
  page: Page,
  name: N,
  input: CallInput<N>,
): Promise<CallAnswer<N>> {
  const call = (given: { name: N; input: CallInput<N> }) =>
    (globalThis as unknown as { keyfob: KeyfobBridge }).keyfob.call(given.name, given.input);
  // Playwright cannot see that a generic input is plain data.
  return page.evaluate(call as never, { name, input } as never) as Promise<CallAnswer<N>>;
}

/** The same, for calls that must succeed. */
export async function askBridge<N extends CallName>(
  page: Page,
  name: N,
  input: CallInput<N>,
): Promise<CallValues[N]> {
  const answer = await callBridge(page, name, input);
  if (!answer.ok) throw new Error(`${name} failed: ${answer.failure.kind} ${answer.failure.reason ?? ''}`);
  return answer.value;
}

/** A draft as the add form would send it, with what a test does not care about filled in. */
export function keyDraft(
  draft: Pick<KeyDraft, 'name' | 'presetId' | 'fields'> & Partial<KeyDraft>,
): KeyDraft {
  return {
    description: '',
    extraCaPem: null,
    createdAtMs: null,
    keyExpiresAtMs: null,
    minimumValidityS: 60,
    ...draft,
  };
}

/** Waits until the app's state is as wanted. */
export function waitForSnapshot(
  page: Page,
  what: string,
  fits: (snapshot: Snapshot) => boolean,
  timeoutMs = 15_000,
): Promise<Snapshot> {
  const ask = async () => {
    const snapshot = await askBridge(page, 'app.snapshot', {});
    return fits(snapshot) ? snapshot : undefined;
  };
  return waitUntil(what, timeoutMs, ask, 50);
}
