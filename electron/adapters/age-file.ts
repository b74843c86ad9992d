import type { FileEncryption } from '#core/export/file-encryption-port';

/** {@link FileEncryption} by the library of age's author, which is loaded with the first file: few starts need it. */
export const ageFile: FileEncryption = {
  async encrypt(text, passphrase) {
    const { encryptText } = await import('./age-file-format.ts');
    return encryptText(text, passphrase);
  },

  async decrypt(file, passphrase) {
    const { decryptText } = await import('./age-file-format.ts');
    return decryptText(file, passphrase);
  },
};
