import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { failureWords } from '#contract/words/failure-words';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { useWindowLeft } from '../../state/use-window-left.ts';
import { isConfirmFirst } from '../vault/ConfirmUser.tsx';
import { takeRevealSlot } from './reveal-slot.ts';

/** Longest time that a secret is shown, whatever the main process says. */
const longestMs = 30_000;

/** A secret on the screen. Lives in one row's state and nowhere else. */
export interface Revealed {
  readonly fieldId: string;
  readonly secret: string;
  readonly hideAtMs: number;
}

/** Reveal and hide for one row. */
export interface Reveal {
  readonly revealed: Revealed | null;
  readonly toggle: (fieldId: string) => void;
  readonly hide: () => void;
  /** The secret for which the user has to show first that it is them. */
  readonly unconfirmed: string | null;
  readonly confirmed: () => void;
  readonly cancel: () => void;
}

/** Outside the hook: a function made inside would hold on to what the hook holds. */
const addOne = (count: number): number => count + 1;

/**
 * Shows one secret of a key, and hides it: at its time, on the second press, on Escape, when another is revealed, when
 * the window loses focus or is hidden, and when the row goes. A hide also cancels a reveal that is still being fetched.
 */
export function useReveal(keyId: string): Reveal {
  const { bridge, toasts } = useServices();
  const [unconfirmed, setUnconfirmed] = useState<string | null>(null);
  const [revealed, setRevealed] = useState<Revealed | null>(null);
  const giveBack = useRef<(() => void) | null>(null);

  const hide = useCallback((): void => {
    giveBack.current?.();
    giveBack.current = null;
    setRevealed(null);
  }, []);

  // SECURITY: React keeps the former rendering, secret included, until another replaces it; so another follows at once.
  const [, renderAgain] = useReducer(addOne, 0);
  useEffect(() => (revealed === null ? undefined : renderAgain), [revealed]);

  const toggle = async (fieldId: string): Promise<void> => {
    if (giveBack.current !== null) {
      const same = revealed === null || revealed.fieldId === fieldId;
      hide();
      if (same) return;
    }
    const mine = takeRevealSlot(hide);
    giveBack.current = mine;
    const answer = await ask(bridge, 'keys.reveal', { keyId, fieldId });
    if (giveBack.current !== mine) return;
    if (answer.ok) return setRevealed({ fieldId, ...answer.value });
    hide();
    if (isConfirmFirst(answer.failure)) setUnconfirmed(fieldId);
    else toasts.show({ tone: 'problem', ...failureWords(answer.failure) });
  };
  const confirmed = (): void => {
    setUnconfirmed(null);
    if (unconfirmed !== null) void toggle(unconfirmed);
  };

  useWindowLeft(hide);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') hide();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
      hide();
    };
  }, [hide]);

  useEffect(() => {
    if (revealed === null) return;
    const timer = setTimeout(hide, Math.min(longestMs, Math.max(0, revealed.hideAtMs - Date.now())));
    return () => clearTimeout(timer);
  }, [revealed, hide]);

  return {
    revealed,
    toggle: (fieldId) => void toggle(fieldId),
    hide,
    unconfirmed,
    confirmed,
    cancel: () => setUnconfirmed(null),
  };
}
