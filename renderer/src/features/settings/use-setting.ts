import { useState } from 'react';
import type { FailureView } from '#contract/view';
import { useFailure } from '../../state/use-failure.ts';

type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: FailureView };

/** Makes calls whose failure is shown beside the control that made them. */
export interface Storing {
  readonly busy: boolean;
  readonly failure: FailureView | null;
  /** Null when it failed. To say no in a dialog of the system is no failure to show. */
  readonly run: <T>(call: () => Promise<Answer<T>>) => Promise<T | null>;
}

/** See {@link Storing} and {@link useFailure}. */
export function useStoring(): Storing {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useFailure();
  return {
    busy,
    failure,
    run: async (call) => {
      setBusy(true);
      setFailure(null);
      const answer = await call();
      setBusy(false);
      if (answer.ok) return answer.value;
      if (answer.failure.kind !== 'cancelled') setFailure(answer.failure);
      return null;
    },
  };
}

/** A value that is stored as soon as it is chosen. */
export interface Setting<T> {
  /** What was chosen last, at once: a control that jumps back until it is stored looks broken. A refusal takes it back. */
  readonly value: T;
  readonly failure: FailureView | null;
  readonly choose: (value: T) => void;
}

/** See {@link Setting}. */
export function useSetting<T>(stored: T, store: (value: T) => Promise<Answer<unknown>>): Setting<T> {
  const { failure, run } = useStoring();
  const [asked, setAsked] = useState<{ readonly value: T } | null>(null);
  const choose = async (value: T): Promise<void> => {
    const mine = { value };
    setAsked(mine);
    await run(() => store(value));
    setAsked((latest) => (latest === mine ? null : latest));
  };
  return { value: asked === null ? stored : asked.value, failure, choose: (value) => void choose(value) };
}
