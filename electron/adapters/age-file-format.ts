import { armor, Decrypter, Encrypter } from 'age-encryption';
import { ageForm } from '#core/export/file-encryption-port';
import { fail, ok, type Result } from '#core/failure';
import { Secret } from '#core/secret';
import { ScryptIdentity, ScryptRecipient, UnopenedFile } from './age-file-passphrase.ts';

/** The length of a chunk of the format: larger ones would only be cut again. */
const pieceBytes = 65_536;

/** A text as a file in the age format that the passphrase opens. */
export async function encryptText(text: Secret, passphrase: Secret): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(new ScryptRecipient(passphrase));
  return collected(await encrypter.encrypt(pieces(new TextEncoder().encode(text.reveal()))));
}

/** What {@link encryptText} or the `age` tool encrypted. Failures: see {@link FileEncryption}. */
export async function decryptText(file: Uint8Array, passphrase: Secret): Promise<Result<Secret>> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(new ScryptIdentity(passphrase));
  try {
    const binary = ageForm(file) === 'armored' ? armor.decode(new TextDecoder().decode(file)) : file;
    const bytes = await collected(await decrypter.decrypt(pieces(binary)));
    return ok(new Secret(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (error) {
    // Everything else is a form, an authentication or an end that is not as it was written.
    const reason = error instanceof UnopenedFile ? error.reason : 'damagedFile';
    return fail('invalidInput', { field: 'File', reason });
  }
}

/** In pieces with a pause after each, because the cipher would otherwise hold up windows and tray for as long as it takes. */
function pieces(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (at < bytes.length) controller.enqueue(bytes.subarray(at, at + pieceBytes));
      else controller.close();
      at += pieceBytes;
    },
  });
}

async function collected(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
