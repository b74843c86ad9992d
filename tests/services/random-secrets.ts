import { randomBytes } from 'node:crypto';

const upperCase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Letters are drawn evenly: bytes past the last full round of the alphabet are thrown away. */
function randomText(alphabet: string, length: number): string {
  const limit = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < limit && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}

/** Upper-case and base64-like, as CelerData's sample tokens (contract 1.1). */
export const randomUpperCase = (length: number): string => randomText(upperCase, length);

/** As the sample secrets of CelerData and IBM, where form-encoding makes no difference. */
export const randomAlphanumeric = (length: number): string => randomText(alphanumeric, length);
