import type { VaultWork } from './vault-works.ts';

/** How a writer is to work; it gets this as JSON in its only argument. */
export interface WriterPlan {
  readonly folder: string;
  readonly seed: number;
  /** Keys that it holds at most; beyond that it edits and removes. */
  readonly maxKeys?: number;
  /** Ends by itself, and well, after so many commits. Without it, it writes until it is killed or fails. */
  readonly commits?: number;
  /** Goes on after a failed commit instead of ending. */
  readonly goesOn?: boolean;
  /** Stands in every value that it stores. */
  readonly canary?: string;
  /** Done after every tenth commit. */
  readonly work?: VaultWork;
}

/** What the writer says on stdout, one JSON object a line. `done`, `failed` and `readBack` are about the last `begin`. */
export type WriterLine =
  | { readonly line: 'opening' }
  /** `state`: open, or why it is locked. */
  | { readonly line: 'opened'; readonly state: string }
  /** It knows what is stored; commits come. */
  | { readonly line: 'ready' }
  /** `value` null: the key is removed. */
  | { readonly line: 'begin'; readonly id: string; readonly value: string | null }
  | { readonly line: 'done' }
  | { readonly line: 'failed'; readonly kind: string; readonly tookMs: number }
  /** `plan.work` begins; it has ended; what it failed with. `code`: the recovery code that opens the vault from now on. */
  | { readonly line: 'working' }
  | { readonly line: 'worked'; readonly code: string | null }
  | { readonly line: 'workFailed'; readonly kind: string }
  /** What the same process reads after a failure; null when there is no such key, undefined when it cannot be read. */
  | { readonly line: 'readBack'; readonly value?: string | null };
