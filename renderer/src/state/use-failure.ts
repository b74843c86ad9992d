import { useEffect, useRef, useState } from 'react';
import type { FailureView } from '#contract/view';
import { useServices } from './services.ts';

/**
 * Why something could not be done, to be shown beside what asked for it; null while nothing failed. A failure that comes when
 * that is gone, as after a lock, is told in a message.
 *
 * @param deed what the button said that was pressed; the message begins with it
 */
export function useFailure(
  deed?: string,
): readonly [FailureView | null, (failure: FailureView | null) => void] {
  const { toasts } = useServices();
  const [failure, setFailure] = useState<FailureView | null>(null);
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);
  const show = (next: FailureView | null): void => {
    if (!isGone.current) setFailure(next);
    else if (next !== null) toasts.fail(next, deed);
  };
  return [failure, show];
}
