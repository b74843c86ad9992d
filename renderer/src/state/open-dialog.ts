import type { ImportPreview } from '#contract/import-view';

/** The dialog over the list, if any. */
export type OpenDialog =
  | { readonly kind: 'add'; readonly presetId: string | null }
  | { readonly kind: 'edit'; readonly keyId: string }
  | { readonly kind: 'delete'; readonly keyId: string }
  /** What was read waits in the main process until the dialog commits or cancels it. */
  | { readonly kind: 'import'; readonly preview: ImportPreview };

/** Opens a dialog over the list. */
export type OpenDialogFn = (dialog: OpenDialog) => void;
