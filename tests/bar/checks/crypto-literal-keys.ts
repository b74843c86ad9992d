import { findInSources } from '../../storage/find-in-sources.ts';
import type { CheckResult } from '../check-result.ts';

/** What a key in the source would look like. */
const patterns: Readonly<Record<string, RegExp>> = {
  'encryptionKey of electron-store': /encryptionKey/,
  'a long hexadecimal text': /['"`][0-9a-fA-F]{32,}['"`]/,
  'a long base64 text':
    /['"`](?=[^'"`]*[0-9])(?=[^'"`]*[A-Z])(?=[^'"`]*[a-z])[A-Za-z0-9+/_-]{32,}={0,2}['"`]/,
  'a private key': /BEGIN [A-Z ]*PRIVATE KEY-----[A-Za-z0-9+/]/,
  'a constant as a key': /create(?:Hmac|Cipheriv|Decipheriv)\([^,]+,\s*['"`]/,
  'a key from constant bytes': /(?:key|Key|kek|Kek)\w* = Buffer\.(?:from\(['"`[]|alloc\(32, )/,
};

/** CR-20: no key stands in the source, and electron-store's obfuscation is not used. */
export async function findLiteralKeys(): Promise<CheckResult> {
  const findings = Object.entries(patterns).flatMap(([what, pattern]) =>
    findInSources(pattern).map(({ path }) => `${what} in ${path}`),
  );
  const lines = findInSources(/./).length;
  return {
    figure: `${lines} lines of code, ${findings.length} findings${findings.length > 0 ? `: ${findings.slice(0, 4)}` : ''}`,
    passed: findings.length === 0 && lines > 5_000,
  };
}
