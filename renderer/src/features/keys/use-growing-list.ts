import { type RefObject, useEffect, useRef, useState } from 'react';

/** More than a large screen shows. */
const step = 50;
/** Grows before the end is in sight. */
const margin = '1000px';

/** How much of a long list is drawn. */
export interface GrowingList {
  readonly count: number;
  /** For an element behind the last row, as high as what is not drawn. */
  readonly endRef: RefObject<HTMLTableSectionElement | null>;
}

/**
 * The first rows of a long list, and more of them as its end comes near; from then on they stay. A list that became short,
 * as by a filter, starts anew.
 *
 * @param askedAt index of a row that has to be there; -1: none
 */
export function useGrowingList(total: number, askedAt: number): GrowingList {
  const [count, setCount] = useState(step);
  const endRef = useRef<HTMLTableSectionElement>(null);
  if (askedAt >= count) setCount(askedAt + step);
  else if (count > step && total <= step) setCount(step);

  useEffect(() => {
    const end = endRef.current;
    if (end === null || count >= total) return;
    // A new observer for each count, as it tells at once whether the end is still near.
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && setCount(count + step), {
      rootMargin: margin,
      scrollMargin: margin,
    });
    observer.observe(end);
    return () => observer.disconnect();
  }, [count, total]);
  return { count, endRef };
}
