import type { KeyboardEvent } from 'react';

/** Arrow keys, Home and End lead from notice to notice, so that nobody has to pass every button of a long list. */
export function moveInList(event: KeyboardEvent<HTMLElement>): void {
  // An open menu has taken the key for itself.
  if (event.defaultPrevented || !(event.target instanceof Element)) return;
  // Those of keys that are gone have nothing to be focused.
  const items = [...event.currentTarget.children].filter((item) => item.querySelector('button') !== null);
  const at = items.findIndex((item) => item.contains(event.target as Element));
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: Math.min(at + 1, items.length - 1),
    ArrowUp: Math.max(at - 1, 0),
    Home: 0,
    End: items.length - 1,
  };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  items[target]?.querySelector('button')?.focus();
}
