import type { ReactNode } from 'react';
import { visibleText } from '#contract/words/visible-text';

/** Text that a user or a server wrote: kept from turning the direction of the words around it, hidden characters shown. */
export function OutsideText({ text }: { readonly text: string }): ReactNode {
  return <bdi>{visibleText(text)}</bdi>;
}
