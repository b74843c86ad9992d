/** What can only be found out from the system that Keyfob runs on, as it is now. */
export interface SystemFacts {
  /**
   * Who can get at the vault's files and folder: only this user (`private`), other users too (`open`), or they belong to somebody else
   * (`foreign`). `none`: there is no vault file.
   */
  readonly files: 'private' | 'open' | 'foreign' | 'none' | 'unknown';
  /** Name of the file or folder that is not private; empty otherwise. */
  readonly fileName: string;
  /** Whether other programs of this user may read the memory of Keyfob as debuggers do. */
  readonly memory: 'closed' | 'open' | 'unknown';
  /** Whether a crash leaves memory on the disk. */
  readonly coreDumps: 'off' | 'on' | 'unknown';
  /** Whether the processes that show pages run in the sandbox of the system. `idle`: there is none now. */
  readonly sandbox: 'on' | 'off' | 'idle' | 'unknown';
  /** Switches of this start that take protection away, without their values. */
  readonly dangerousSwitches: readonly string[];
  /** An installed Keyfob, or one that runs from its sources. */
  readonly runtime: 'installed' | 'fromSources';
  readonly electronVersion: string;
}

/** Finds {@link SystemFacts} out. Nothing of it is remembered. */
export interface SystemHealth {
  look(): Promise<SystemFacts>;
}
