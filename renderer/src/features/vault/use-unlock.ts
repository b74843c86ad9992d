import { type RefObject, useRef, useState } from 'react';
import type { FailureView, VaultView } from '#contract/view';
import { unlockWords } from '#contract/words/trust-words';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { useNow } from '../../state/use-now.ts';
import { useWipeSecrets } from '../key-form/use-key-form.ts';
import { focusInput, readSecret, secretNames, wipeSecret } from '../protection/secret-form.ts';

/** What the user types to get in. */
export type TypedWay = 'passphrase' | 'recovery';

/** A try to get in, as far as it is. */
export interface Unlock {
  readonly formRef: RefObject<HTMLFormElement | null>;
  readonly way: TypedWay;
  /** The other way that can be typed; null when there is none. */
  readonly other: TypedWay | null;
  readonly useOther: () => void;
  /** Which try runs. */
  readonly busy: 'typed' | 'keyring' | null;
  /** Nothing was typed. */
  readonly error: string | undefined;
  readonly failure: FailureView | null;
  /** Whole seconds in which no further try is heard. */
  readonly waitS: number;
  readonly submit: () => void;
  readonly useKeyring: () => void;
}

/** Tries ways into the vault: to open it, or to show that it is its user who asks. What was typed is gone once it is sent. */
export function useUnlock(
  call: 'vault.unlock' | 'vault.confirm',
  { slots, triesFromMs = 0 }: VaultView,
  onDone: () => void,
): Unlock {
  const { bridge } = useServices();
  const formRef = useRef<HTMLFormElement>(null);
  useWipeSecrets(formRef);
  const typed = (['passphrase', 'recovery'] as const).filter((way) => slots.includes(way));
  const [chosen, setChosen] = useState<TypedWay | null>(null);
  const [busy, setBusy] = useState<Unlock['busy']>(null);
  const [error, setError] = useState<string>();
  const [failure, setFailure] = useState<FailureView | null>(null);
  const [waitUntilMs, setWaitUntilMs] = useState(0);
  const freeAtMs = Math.max(triesFromMs, waitUntilMs);
  const waitS = useNow((nowMs) => Math.max(0, Math.ceil((freeAtMs - nowMs) / 1000)));
  const way = chosen ?? typed[0] ?? 'passphrase';

  const attempt = async (with_: TypedWay | 'os', secret: string): Promise<void> => {
    setBusy(with_ === 'os' ? 'keyring' : 'typed');
    setFailure(null);
    const answer = await ask(bridge, call, { with: with_, secret });
    setBusy(null);
    if (answer.ok) return onDone();
    const { retryAfterMs = 0 } = answer.failure;
    setWaitUntilMs(Date.now() + retryAfterMs);
    setFailure(answer.failure);
    focusInput(formRef.current, secretNames.wayIn);
  };
  const submit = (): void => {
    if (busy !== null || freeAtMs > Date.now()) return;
    const secret = readSecret(formRef.current, secretNames.wayIn);
    setError(secret === '' ? unlockWords.empty : undefined);
    if (secret === '') focusInput(formRef.current, secretNames.wayIn);
    else void attempt(way, secret);
    wipeSecret(formRef.current, secretNames.wayIn);
  };
  return {
    formRef,
    way,
    other: typed.find((each) => each !== way) ?? null,
    useOther: () => {
      setChosen(way === 'passphrase' ? 'recovery' : 'passphrase');
      setError(undefined);
      setFailure(null);
    },
    busy,
    error,
    failure,
    waitS,
    submit,
    useKeyring: () => void (busy === null && attempt('os', '')),
  };
}
