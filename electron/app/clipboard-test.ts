import type { Clipboard } from '#core/clipboard-port';
import { fail, ok, type Result } from '#core/failure';
import type { Random } from '#core/ports';
import { Secret } from '#core/secret';

/** What a passed test showed. */
export interface ClipboardTested {
  /** Another program read the clipboard. Without one, Keyfob's own reading was all there was. */
  readonly wasReadElsewhere: boolean;
}

/**
 * Copies a random text that is no secret, reads it by another program where there is one, and clears it. What was on the
 * clipboard before is gone: it could be a picture or a file, which nobody can put back whole.
 * Failure: clipboardFailed, with notFoundElsewhere or notCleared as reason.
 */
export async function testClipboard(clipboard: Clipboard, random: Random): Promise<Result<ClipboardTested>> {
  const text = new Secret(`keyfob-clipboard-test-${random.uuid()}`);
  const written = await clipboard.write(text);
  const found = written.ok ? await clipboard.readElsewhere() : null;
  await clipboard.clearIfHolds(text);
  if (!written.ok) return written;
  if (found === null) return ok({ wasReadElsewhere: false });
  if (found !== text.reveal()) return fail('clipboardFailed', { reason: 'notFoundElsewhere' });
  if ((await clipboard.readElsewhere()) === text.reveal())
    return fail('clipboardFailed', { reason: 'notCleared' });
  return ok({ wasReadElsewhere: true });
}
