/** What happens to the computer, its session or its network. */
export type SystemEvent =
  | 'suspend'
  | 'resume'
  | 'screenLocked'
  | 'screenUnlocked'
  | 'online'
  | 'offline'
  /** A window of Keyfob got the focus. */
  | 'focus';

/** Tells what happens around Keyfob. An event may be missed: deadlines are looked at every 30 s besides. */
export interface SystemEvents {
  /** Calls back from now on; returns the function that ends it. */
  on(listener: (event: SystemEvent) => void): () => void;
}
