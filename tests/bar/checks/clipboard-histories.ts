import { spawnSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { ElectronClipboard } from '#adapters/electron-clipboard';
import { Secret } from '#core/secret';
import { ClipboardHistory } from '../../desktop/flows/clipboard-history.ts';
import type { ClipboardKeyfob } from '../../desktop/flows/clipboard-keyfob.ts';
import { X11ClipboardOfNewElectron } from '../../desktop/flows/clipboard-x11-owner.ts';
import { waitUntil } from '../../desktop/rig/wait-until.ts';
import { randomAlphanumeric } from '../../services/random-secrets.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const sizes = { reduced: 3, full: 20 };
const hint = 'x-kde-passwordManagerHint';

/**
 * CB-06: text and hint are one offer of CLIPBOARD, as another X11 client sees it. Electron 44 and later is a stand-in over
 * real selections; the formats of macOS and Windows are looked at in tests/adapters/port-contracts.test.ts.
 */
export async function offerHint({ keyfob: { desktop } }: ClipboardKeyfob): Promise<CheckResult> {
  const electron44 = new X11ClipboardOfNewElectron(desktop);
  try {
    const { parts } = electron44;
    const clipboard = new ElectronClipboard(parts, { platform: 'linux', env: desktop.env });
    const token = new Secret(randomAlphanumeric(40));
    const { ok } = await clipboard.write(token);
    const offered = await desktop.clipboard.targets();
    const isText = (await desktop.clipboard.readClipboard()) === token.reveal();
    const args = ['-selection', 'clipboard', '-o', '-target', hint];
    const value = spawnSync('xclip', args, { env: desktop.env, encoding: 'utf8', timeout: 2_000 }).stdout;
    const both = offered.includes('UTF8_STRING') && offered.includes(hint);
    await clipboard.clearIfHolds(token);
    const isCleared = (await desktop.clipboard.readClipboard()) === '';
    return {
      figure:
        `text ${isText ? 'and' : 'or not,'} ${hint}=${value} in ${both ? 'one offer' : 'no common offer'}, ` +
        `${isCleared ? '' : 'not '}cleared (stand-in for Electron 44; 33 offers no hint)`,
      passed: ok && both && isText && value === 'secret' && isCleared,
    };
  } finally {
    electron44.stop();
  }
}

/**
 * CB-10: two clipboard histories watch copies; the one that honours the hint keeps none. Under Electron 33 there is no hint,
 * so both keep all: docs/clipboard.md says so to users.
 */
export async function keepOutOfHistories(app: ClipboardKeyfob, size: CheckSize): Promise<CheckResult> {
  const { desktop } = app.keyfob;
  const electron44 = new X11ClipboardOfNewElectron(desktop);
  try {
    const { parts } = electron44;
    const clipboard = new ElectronClipboard(parts, { platform: 'linux', env: desktop.env });
    const tokens = Array.from({ length: sizes[size] }, () => randomAlphanumeric(40));
    const hinted = await historiesDuring(app, tokens, async (token) => {
      await clipboard.write(new Secret(token));
    });
    await clipboard.clearIfHolds(new Secret(tokens.at(-1) ?? ''));
    const keys = app.keys.slice(0, sizes[size]);
    const known = keys.map(({ token }) => token);
    const bare = await historiesDuring(app, known, async (token) => {
      await app.copy(keys.find((key) => key.token === token) ?? app.key);
    });
    return {
      figure:
        `of ${tokens.length} copies a history that honours the hint kept ${hinted.honouring}, another ${hinted.other} ` +
        `(stand-in for Electron 44); under Electron 33, without hints, ${bare.honouring} and ${bare.other} of ${known.length}`,
      passed: hinted.honouring === 0 && hinted.other === tokens.length,
    };
  } finally {
    electron44.stop();
  }
}

/** Copies texts one after the other, each until a history that keeps everything saw it. */
async function historiesDuring(
  { keyfob: { desktop } }: ClipboardKeyfob,
  texts: readonly string[],
  copy: (text: string) => Promise<void>,
): Promise<{ readonly honouring: number; readonly other: number }> {
  const honouring = new ClipboardHistory(desktop.clipboard, true);
  const other = new ClipboardHistory(desktop.clipboard, false);
  try {
    for (const text of texts) {
      await copy(text);
      await waitUntil('not seen', 2_000, () => other.kept.has(text) || undefined).catch(() => undefined);
      // The same chance for the one that looks at another moment.
      await wait(100);
    }
  } finally {
    await Promise.all([honouring.stop(), other.stop()]);
  }
  const keptBy = ({ kept }: ClipboardHistory) => texts.filter((text) => kept.has(text)).length;
  return { honouring: keptBy(honouring), other: keptBy(other) };
}
