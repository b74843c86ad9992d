import { useCallback, useEffect, useRef, useState } from 'react';
import type { FailureView, KeyView } from '#contract/view';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';

/** What the sign-in dialog shows besides the code, and does. */
export interface SignIn {
  /** Why there is no code, or why the provider ended it. */
  readonly failure: FailureView | null;
  /** Asks for a code, also for another one. */
  readonly start: () => void;
  /** Gives the sign-in up and leaves. */
  readonly cancel: () => void;
}

/** Begins a sign-in unless one waits already, and leaves when it succeeded: when a token came. */
export function useSignIn(subject: KeyView, onLeave: () => void): SignIn {
  const { bridge, toasts } = useServices();
  const { id: keyId, name, signIn, token } = subject;
  const [tokenBefore] = useState(token.obtainedAtMs);
  const [notStarted, setNotStarted] = useState<FailureView | null>(null);
  const [hadCode, setHadCode] = useState(signIn !== null);
  if (signIn !== null && !hadCode) setHadCode(true);

  const start = useCallback(async (): Promise<void> => {
    setNotStarted(null);
    setHadCode(false);
    const answer = await ask(bridge, 'keys.signIn', { keyId });
    if (!answer.ok) setNotStarted(answer.failure);
  }, [bridge, keyId]);

  const begun = useRef(signIn !== null);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void start();
  }, [start]);

  const ended = hadCode && signIn === null;
  const succeeded = ended && token.obtainedAtMs !== tokenBefore;
  useEffect(() => {
    if (!succeeded) return;
    toasts.show({ tone: 'done', title: 'Signed in', whatToDo: `Key ${name}` });
    onLeave();
  }, [succeeded, toasts, name, onLeave]);

  return {
    failure: notStarted ?? (ended && !succeeded ? (token.failure ?? { kind: 'signInNeeded' }) : null),
    start: () => void start(),
    cancel: () => {
      if (!ended && notStarted === null) void ask(bridge, 'keys.cancelSignIn', { keyId });
      onLeave();
    },
  };
}
