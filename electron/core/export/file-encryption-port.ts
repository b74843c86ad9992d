import type { Result } from '#core/failure';
import type { Secret } from '#core/secret';

/** Encrypts files with a passphrase, in the age format (age-encryption.org/v1, C2SP). */
export interface FileEncryption {
  encrypt(text: Secret, passphrase: Secret): Promise<Uint8Array>;
  /**
   * The text of such a file, armored or not. Failures: invalidInput (field File) with the reasons wrongPassphrase, noPassphrase (it
   * is encrypted for a key pair), tooCostly (its passphrase takes more work than {@link workFactorLimit}) or damagedFile.
   */
  decrypt(file: Uint8Array, passphrase: Secret): Promise<Result<Secret>>;
}

/** Base-2 logarithm of the scrypt parameter N that files are written with, as by the `age` tool: 256 MiB. */
export const workFactor = 18;
/** The highest that is read: 1 GiB. A hostile file could otherwise ask for any amount of memory and time. */
export const workFactorLimit = 20;

const plainStart = 'age-encryption.org/v1\n';
const armorStart = '-----BEGIN AGE ENCRYPTED FILE-----';

/** Whether a file is in the age format, and in which of its two forms; null: it is not. */
export function ageForm(file: Uint8Array): 'binary' | 'armored' | null {
  const startsWith = (text: string) => [...text].every((letter, at) => file[at] === letter.charCodeAt(0));
  if (startsWith(plainStart)) return 'binary';
  return startsWith(armorStart) ? 'armored' : null;
}
