/**
 * Where an arrow key leads from a card of a grid, as an index; -1 leads out at the top. Null when the key leads nowhere. How
 * many cards stand in a row is read off the page.
 */
export function cardAfter(cards: readonly HTMLElement[], at: number, key: string): number | null {
  const columns = cards.filter((card) => card.offsetTop === cards[0]?.offsetTop).length;
  const targets: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: Math.min(at + columns, cards.length - 1),
    ArrowUp: at - columns,
    Home: 0,
    End: cards.length - 1,
  };
  const target = targets[key];
  if (target === undefined || target >= cards.length) return null;
  return Math.max(target, -1);
}
