import type { ImportPreview } from '#contract/import-view';

/** The dialog over the list, if any. */
export type OpenDialog =
  | { readonly kind: 'add'; readonly presetId: string | null }
  | { readonly kind: 'edit'; readonly keyId: string }
  | { readonly kind: 'delete'; readonly keyId: string }
  /**
   * What was read waits in the main process until the dialog commits or cancels it. Null: the user still has to say what
   * to read.
   */
  | { readonly kind: 'import'; readonly preview: ImportPreview | null }
  | { readonly kind: 'settings' }
  | { readonly kind: 'inbox' }
  /** Null: of all keys. */
  | { readonly kind: 'activity'; readonly keyId: string | null }
  | { readonly kind: 'details'; readonly keyId: string }
  | { readonly kind: 'signIn'; readonly keyId: string }
  | { readonly kind: 'revoke'; readonly keyId: string }
  | { readonly kind: 'rotate'; readonly keyId: string }
  /** Deletes the old secret of a rotation before its time. */
  | { readonly kind: 'removeOldSecret'; readonly keyId: string };

/** Opens a dialog over the list. */
export type OpenDialogFn = (dialog: OpenDialog) => void;
