/**
 * A duration in coarse words for menus and notices: "45 s", "47 min", "3 h", "12 days". Never rounds up, so that what is
 * promised holds.
 */
export function coarseDuration(ms: number): string {
  const s = Math.floor(ms / 1000);
  if (s < 60) return `${Math.max(0, s)} s`;
  const min = Math.floor(s / 60);
  if (min < 120) return `${min} min`;
  const h = Math.floor(min / 60);
  if (h < 48) return `${h} h`;
  return `${Math.floor(h / 24)} days`;
}

/**
 * A remaining time for the tray: "3 h", "40 min", "<5 min". A menu that changes closes the one that is open, so the steps are
 * as long as is still of use. Never rounds up.
 */
export function menuDuration(ms: number): string {
  const min = Math.floor(ms / 60_000);
  if (min < 5) return '<5 min';
  if (min < 20) return `${min - (min % 5)} min`;
  return min < 120 ? `${min - (min % 10)} min` : coarseDuration(ms);
}
