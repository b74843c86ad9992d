import { useRef, useState } from 'react';
import type { FailureView } from '#contract/view';
import { useServices } from './services.ts';
import { useGone } from './use-gone.ts';

/**
 * Why something could not be done, to be shown beside what asked for it; null while nothing failed. A failure that comes when
 * that is gone, as after a lock, is told in a message; so is one that says that the vault was locked, as it comes right before the lock.
 *
 * @param deed what the button said that was pressed; the message begins with it
 */
export function useFailure(
  deed?: string,
): readonly [FailureView | null, (failure: FailureView | null) => void] {
  const { toasts } = useServices();
  const [failure, setFailure] = useState<FailureView | null>(null);
  const newest = useRef<FailureView | null>(null);
  const isGone = useGone(() => {
    if (newest.current?.kind === 'vaultLocked') toasts.fail(newest.current, deed);
  });
  const show = (next: FailureView | null): void => {
    newest.current = next;
    if (!isGone.current) setFailure(next);
    else if (next !== null) toasts.fail(next, deed);
  };
  return [failure, show];
}
