/** A frame: nobody sees more often. */
const shortestPauseMs = 16;
/** Drawing a thousand keys takes its time; at most a fifth of all time is spent on it, however much changes. */
const pauseShare = 4;

/** Joins calls that come close together into one, so that many changes at once are drawn once. */
export function drawSoon(draw: () => void): () => void {
  let isPlanned = false;
  let pauseMs = shortestPauseMs;
  return () => {
    if (isPlanned) return;
    isPlanned = true;
    setTimeout(() => {
      isPlanned = false;
      const beganAtMs = performance.now();
      draw();
      pauseMs = Math.max(shortestPauseMs, pauseShare * (performance.now() - beganAtMs));
    }, pauseMs);
  };
}
