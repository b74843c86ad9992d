import { type RefObject, useEffect, useRef } from 'react';

/**
 * Whether this component is gone, for answers that come late: a lock takes dialogs away at any time.
 *
 * @param onGone called once it is gone for good
 */
export function useGone(onGone: () => void = () => {}): Readonly<RefObject<boolean>> {
  const isGone = useRef(false);
  const newest = useRef(onGone);
  useEffect(() => {
    newest.current = onGone;
  });
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      // Not at once: in development React runs every effect twice, and the second run says that nothing went.
      queueMicrotask(() => {
        if (isGone.current) newest.current();
      });
    };
  }, []);
  return isGone;
}
