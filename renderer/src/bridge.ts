import type { CallAnswer, CallInput, CallName, KeyfobBridge } from '#contract/calls';

declare global {
  interface Window {
    readonly keyfob: KeyfobBridge;
  }
}

/** The bridge that the preload script put on the page's window. The only place that touches it. */
export function pageBridge(): KeyfobBridge {
  return window.keyfob;
}

/** A call whose broken connection, too, comes back as data. */
export async function ask<N extends CallName>(
  bridge: KeyfobBridge,
  name: N,
  input: CallInput<N>,
): Promise<CallAnswer<N>> {
  try {
    return await bridge.call(name, input);
  } catch {
    // The thrown text may hold what was sent, so it is not shown.
    return { ok: false, failure: { kind: 'internal' } };
  }
}
