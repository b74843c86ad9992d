import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  type PrivateKeyInput as NodeKeyInput,
} from 'node:crypto';
import { fail, ok, type Result } from '#core/failure';
import type { JwtAlgorithm, PrivateKeyInput, Signer } from '#core/ports';
import { Secret } from '#core/secret';

/**
 * Signs with `jose` and opens keys with node:crypto. Electron's BoringSSL opens fewer encrypted keys than Node's OpenSSL:
 * measured in Electron 33, it reads PKCS#8 under PBKDF2 (SHA-1, SHA-256) with AES-CBC or 3DES, the older PBE-SHA1-3DES, and
 * the `DEK-Info` form with AES-CBC, 3DES or DES; it does not read scrypt, PBKDF2 with SHA-512, Camellia and ARIA.
 */
export class JoseSigner implements Signer {
  async sign(
    key: PrivateKeyInput,
    algorithm: JwtAlgorithm,
    header: Readonly<Record<string, string>>,
    claims: Readonly<Record<string, string | number>>,
  ): Promise<Result<Secret>> {
    const opened = openKey(key);
    if (!opened.ok) return opened;
    // Loaded with the first signature: few keys need one, and each module delays the start.
    const { SignJWT } = await import('jose');
    try {
      const jwt = new SignJWT({ ...claims }).setProtectedHeader({ typ: 'JWT', ...header, alg: algorithm });
      return ok(new Secret(await jwt.sign(opened.value)));
    } catch {
      // The key is good, so that what is left is a type, curve or length (RSA below 2048 bits) that the algorithm forbids.
      return fail('invalidInput', { reason: 'wrongKeyType' });
    }
  }

  async publicKeyFingerprint(key: PrivateKeyInput): Promise<Result<string>> {
    const opened = openKey(key);
    if (!opened.ok) return opened;
    const publicKey = createPublicKey(opened.value).export({ type: 'spki', format: 'der' });
    return ok(createHash('sha256').update(publicKey).digest('base64'));
  }
}

/** Errors of OpenSSL quote nothing of the key, but their texts depend on its build: only their codes are looked at. */
function openKey({ privateKey, passphrase }: PrivateKeyInput): Result<KeyObject> {
  const text = privateKey.reveal().trim();
  try {
    if (text.startsWith('{')) {
      return ok(createPrivateKey({ key: JSON.parse(text) as JsonWebKey, format: 'jwk' }));
    }
    // Google's key files and many environment files hold the line breaks as two characters.
    const input: NodeKeyInput = { key: text.replaceAll('\\r', '').replaceAll('\\n', '\n'), format: 'pem' };
    if (passphrase !== null) input.passphrase = passphrase.reveal();
    return ok(createPrivateKey(input));
  } catch (error) {
    return fail('invalidInput', { reason: problemOf(text, error) });
  }
}

/** PKCS#8 (RFC 7468 section 11) and the older form with a header (RFC 1421 section 4.6.1.1). */
const encryptedPem = /-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: *4, *ENCRYPTED/;
/** As OpenSSL and BoringSSL call a cipher or key derivation that they do not have. */
const unknownEncryption =
  /^ERR_OSSL_(EVP_UNSUPPORTED|UNKNOWN_ALGORITHM|UNSUPPORTED_(PRF|CIPHER|KEY_DERIVATION_FUNCTION)|PEM_UNSUPPORTED_ENCRYPTION)$/;

function problemOf(text: string, error: unknown) {
  if (!encryptedPem.test(text)) return 'notPrivateKey';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // A wrong passphrase may also decrypt to something that is no key, so every other error is blamed on it.
  return unknownEncryption.test(code) ? 'unknownEncryption' : 'wrongPassphrase';
}
