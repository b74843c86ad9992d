let hideCurrent: (() => void) | null = null;

/** Takes the window's only place for a revealed secret; whoever had it hides. Returns how to give it back. */
export function takeRevealSlot(hide: () => void): () => void {
  hideCurrent?.();
  hideCurrent = hide;
  return () => {
    if (hideCurrent === hide) hideCurrent = null;
  };
}
