import type { ImportPreview } from '#contract/import-view';

/** What the dialog about protection can ask. */
export type ProtectionQuestion =
  | 'setPassphrase'
  | 'changePassphrase'
  | 'removePassphrase'
  | 'useKeyring'
  | 'stopKeyring'
  | 'renewDataKey'
  | 'makeRecoveryCode';

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
  /** `startWith`: a question that stands over it at once. */
  | { readonly kind: 'protection'; readonly startWith: ProtectionQuestion | null }
  | { readonly kind: 'health' }
  | { readonly kind: 'backups' }
  | { readonly kind: 'export' }
  | { readonly kind: 'restore' }
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
