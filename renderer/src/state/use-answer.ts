import { useCallback, useEffect, useRef, useState } from 'react';
import type { CallInput, CallName, CallValues } from '#contract/calls';
import type { FailureView } from '#contract/view';
import { ask } from '../bridge.ts';
import { useServices } from './services.ts';

/** What was answered. A value stays while it is asked for again. */
export type Answered<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly failure: FailureView }
  | { readonly status: 'ready'; readonly value: T };

/** Calls that only read, and need to know nothing for it. */
type ReadName = Extract<CallName, 'vault.listBackups' | 'health.read'>;

/** Asks once the component is there, and again when told to or when `about` is another one. The last question counts. */
export function useAnswer<N extends ReadName>(
  name: N,
  about?: unknown,
): { readonly state: Answered<CallValues[N]>; readonly isReloading: boolean; readonly reload: () => void } {
  const { bridge } = useServices();
  const [state, setState] = useState<Answered<CallValues[N]>>({ status: 'loading' });
  const [isReloading, setReloading] = useState(false);
  const question = useRef(0);
  const load = useCallback(async (): Promise<void> => {
    question.current += 1;
    const mine = question.current;
    setReloading(true);
    const answer = await ask(bridge, name, {} as CallInput<N>);
    if (mine !== question.current) return;
    setReloading(false);
    setState(
      answer.ok ? { status: 'ready', value: answer.value } : { status: 'failed', failure: answer.failure },
    );
  }, [bridge, name]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `about` is what the answer depends on
  useEffect(() => {
    void load();
    return () => {
      question.current += 1;
    };
  }, [load, about]);
  return { state, isReloading, reload: () => void load() };
}
