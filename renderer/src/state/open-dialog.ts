/** The dialog over the list, if any. */
export type OpenDialog =
  | { readonly kind: 'add'; readonly presetId: string | null }
  | { readonly kind: 'edit'; readonly keyId: string }
  | { readonly kind: 'delete'; readonly keyId: string };

/** Opens a dialog over the list. */
export type OpenDialogFn = (dialog: OpenDialog) => void;
