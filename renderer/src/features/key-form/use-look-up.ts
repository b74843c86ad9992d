import { useRef, useState } from 'react';
import type { CallAnswer, CallValues } from '#contract/calls';
import type { FailureView } from '#contract/view';

/** Asks the provider for the values of a field, with what the form holds now. Null: there is no form any more. */
export type LookUpFn = (fieldId: string) => Promise<CallAnswer<'keys.lookUp'> | null>;

/** A value that the provider offers. */
export type OfferedChoice = CallValues['keys.lookUp']['choices'][number];

/** What a look-up shows. */
export type LookUpState =
  | { readonly status: 'asking' }
  | { readonly status: 'failed'; readonly failure: FailureView }
  | { readonly status: 'offered'; readonly choices: readonly OfferedChoice[] };

/** A look-up; only the last one that was begun counts. */
export function useLookUp(fieldId: string, onLookUp: LookUpFn): { state: LookUpState; begin: () => void } {
  const [state, setState] = useState<LookUpState>({ status: 'asking' });
  const last = useRef(0);
  const begin = async (): Promise<void> => {
    last.current += 1;
    const mine = last.current;
    setState({ status: 'asking' });
    const answer = await onLookUp(fieldId);
    if (answer === null || last.current !== mine) return;
    if (answer.ok) setState({ status: 'offered', choices: answer.value.choices });
    else setState({ status: 'failed', failure: answer.failure });
  };
  return { state, begin: () => void begin() };
}
