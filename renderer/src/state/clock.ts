const tickMs = 1_000;
const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;

function tick(): void {
  nowMs = Date.now();
  for (const listener of listeners) listener();
}

function startOrStop(): void {
  if (timer !== null) clearInterval(timer);
  timer = null;
  if (listeners.size === 0 || document.hidden) return;
  timer = setInterval(tick, tickMs);
  tick();
}

/** The one ticking clock of the page. It stands still while nobody looks. */
export const clock = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    if (listeners.size === 1) {
      document.addEventListener('visibilitychange', startOrStop);
      startOrStop();
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      document.removeEventListener('visibilitychange', startOrStop);
      startOrStop();
    };
  },
  /** The time of the last tick: the same for all that render in between. */
  now(): number {
    if (timer === null && Date.now() - nowMs >= tickMs) nowMs = Date.now();
    return nowMs;
  },
};
