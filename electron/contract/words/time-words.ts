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
