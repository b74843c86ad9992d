import * as v from 'valibot';
import { id } from './call-parts.ts';
import type { HealthView } from './health-view.ts';
import type { BackupView, RestoreChoice, RestorePreview } from './restore-view.ts';

type Nothing = Record<string, never>;

/** Long enough for a sentence, short enough to refuse a wrong paste before it costs memory. */
const secretText = v.pipe(v.string(), v.maxLength(1_024));
const newPassphrase = v.pipe(v.string(), v.minLength(8), v.maxLength(1_024));
const wayIn = v.picklist(['os', 'passphrase', 'recovery']);

/** Inputs of the calls about who gets in: locking, ways in, backups, export, the clipboard, and what protects what. */
export const trustInputs = {
  'vault.lock': v.strictObject({}),
  /** `secret` is empty for the keyring. */
  'vault.unlock': v.strictObject({ with: wayIn, secret: secretText }),
  /** Shows that the user is there, for what asks for it: see `confirmBeforeReveal`. It holds for five minutes. */
  'vault.confirm': v.strictObject({ with: wayIn, secret: secretText }),
  /** `current` is the passphrase so far; null when there is none. */
  'vault.setPassphrase': v.strictObject({ current: v.nullable(secretText), passphrase: newPassphrase }),
  'vault.removePassphrase': v.strictObject({ current: secretText }),
  /** A new code; a former one opens nothing any more. `current` as above. */
  'vault.makeRecoveryCode': v.strictObject({ current: v.nullable(secretText) }),
  /** Whether the keyring is a way in. Without it the passphrase is asked for at each start. */
  'vault.useKeyring': v.strictObject({ isUsed: v.boolean(), current: v.nullable(secretText) }),
  /** Encrypts everything under a new key; the recovery code has to be made anew. */
  'vault.renewDataKey': v.strictObject({ current: v.nullable(secretText) }),
  /** The user says that the older vault is right. */
  'vault.acceptOlder': v.strictObject({}),
  'vault.listBackups': v.strictObject({}),
  'vault.restoreBackup': v.strictObject({ backupId: id }),
  /** Sets a vault that does not open aside and makes a new one. Asks in a dialog of the system. */
  'vault.startAnew': v.strictObject({}),
  'clipboard.clear': v.strictObject({}),
  'health.read': v.strictObject({}),
  /**
   * Copies a random text that is no secret, reads it by another program where there is one, and clears it. What was on
   * the clipboard is gone then: say so before.
   */
  'health.testClipboard': v.strictObject({}),
  /** Asks where to, and writes all keys, encrypted in the age format. */
  'export.save': v.strictObject({ passphrase: newPassphrase }),
  /** The same without protection. `typed` is what the user has to type first. */
  'export.savePlain': v.strictObject({ typed: v.pipe(v.string(), v.maxLength(100)) }),
  /** Lets the user choose an exported file. */
  'export.open': v.strictObject({}),
  /** What the file holds; `passphrase` is empty for a plain one. */
  'export.preview': v.strictObject({ exportId: id, passphrase: secretText }),
  'export.restore': v.strictObject({ exportId: id, how: v.picklist(['merge', 'replace']) }),
  'export.cancel': v.strictObject({ exportId: id }),
  /** Brings back what the last restore replaced. */
  'export.undo': v.strictObject({ exportId: id }),
} as const;

/** Values of their answers, by name. */
export interface TrustValues {
  'vault.lock': Nothing;
  'vault.unlock': Nothing;
  'vault.confirm': Nothing;
  'vault.setPassphrase': Nothing;
  'vault.removePassphrase': Nothing;
  /** Shown once, to be printed or written down: groups of characters. */
  'vault.makeRecoveryCode': { readonly code: string };
  'vault.useKeyring': Nothing;
  'vault.renewDataKey': Nothing;
  'vault.acceptOlder': Nothing;
  'vault.listBackups': { readonly backups: readonly BackupView[] };
  'vault.restoreBackup': Nothing;
  'vault.startAnew': Nothing;
  'clipboard.clear': Nothing;
  'health.read': HealthView;
  /** Whether another program read the clipboard; else Keyfob's own reading was all there was. */
  'health.testClipboard': { readonly wasReadElsewhere: boolean };
  /** Name of the written file; null when the user chose none. */
  'export.save': { readonly fileName: string | null };
  'export.savePlain': { readonly fileName: string | null };
  /** Null when the user chose no file. */
  'export.open': RestoreChoice | null;
  'export.preview': RestorePreview;
  'export.restore': { readonly added: number; readonly replaced: number };
  'export.cancel': Nothing;
  'export.undo': Nothing;
}
