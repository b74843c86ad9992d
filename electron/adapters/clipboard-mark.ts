import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Names a text without holding it: a random key and the HMAC-SHA256 (RFC 2104) of the text under it, both in base64. Who
 * has a mark can try texts against it, so it is stored encrypted (docs/vault-format.md).
 */
export function markOf(text: string): string {
  const key = randomBytes(32);
  return `${key.toString('base64')}.${hashOf(key, text).toString('base64')}`;
}

/** Whether this is the text that was marked so. A mark that cannot be read fits none. */
export function fitsMark(mark: string, text: string): boolean {
  const [key = '', hash = ''] = mark.split('.').map((part) => Buffer.from(part, 'base64'));
  const found = hashOf(key, text);
  return hash.length === found.length && timingSafeEqual(Buffer.from(hash), found);
}

function hashOf(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}
