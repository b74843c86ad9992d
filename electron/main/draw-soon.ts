/** A frame: nobody sees more often. */
const pauseMs = 16;

/** Joins calls that come close together into one, so that many changes at once are drawn once. */
export function drawSoon(draw: () => void): () => void {
  let isPlanned = false;
  return () => {
    if (isPlanned) return;
    isPlanned = true;
    setTimeout(() => {
      isPlanned = false;
      draw();
    }, pauseMs);
  };
}
