/** What the writer says on stdout, one JSON object a line. `done` and `failed` are about the last `begin`. */
export type WriterLine =
  | { readonly line: 'opening' }
  | { readonly line: 'opened'; readonly state: string }
  /** `value` null: the key is removed. */
  | { readonly line: 'begin'; readonly id: string; readonly value: string | null }
  | { readonly line: 'done' }
  | { readonly line: 'failed'; readonly kind: string };
