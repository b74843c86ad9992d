import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { canaryOf, describeHits } from '../../canary/canary.ts';
import { scanFolder } from '../../canary/scan-folder.ts';
import type { ClipboardKeyfob } from '../../desktop/flows/clipboard-keyfob.ts';
import { waitUntil } from '../../desktop/rig/wait-until.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

/** What the next start finds: the token in both selections, in one alone, or something else. */
const scenes = [
  ['a recipe', 'token'],
  ['token', 'token'],
  ['a recipe', 'a poem'],
] as const;
const sizes = { reduced: 1, full: 21 };
const clearAfterMs = 30_000;

/**
 * CB-05: Keyfob is killed with a token on the clipboard that another program keeps. The next start takes it away, leaves
 * anything else alone, and no file holds the token or a plain hash of it.
 */
export async function clearAfterCrash(app: ClipboardKeyfob, size: CheckSize): Promise<CheckResult> {
  const { keyfob, key } = app;
  const sha256 = createHash('sha256').update(key.token).digest('hex');
  const canaries = [canaryOf('the token', key.token), canaryOf('its SHA-256', sha256)];
  await app.clearAfter(clearAfterMs);
  let cleared = 0;
  let toClear = 0;
  let foreignLost = 0;
  const hits: string[] = [];
  for (let n = 0; n < sizes[size]; n += 1) {
    const scene = scenes[n % scenes.length] ?? scenes[0];
    await keyfob.copyFromTray(key.name);
    await app.keepByManager(key.token);
    await keyfob.app.kill();
    const found = scanFolder(keyfob.userDataDir, canaries);
    if (found.hits.length > 0) hits.push(describeHits(found.hits));
    const texts = await startWith(app, scene);
    toClear += scene.filter((text) => text === 'token').length;
    cleared += texts.filter((text, at) => scene[at] === 'token' && text === '').length;
    foreignLost += texts.filter((text, at) => scene[at] !== 'token' && text !== scene[at]).length;
  }
  return {
    figure:
      `${cleared}/${toClear} left-over selections cleared after ${sizes[size]} kills, ${foreignLost} foreign texts lost, ` +
      `the token on disk ${hits.length} times${hits.length === 0 ? '' : `: ${hits[0]}`}`,
    passed: cleared === toClear && foreignLost === 0 && hits.length === 0,
  };
}

/** Starts Keyfob with this on the clipboard; what is there soon after. */
async function startWith(app: ClipboardKeyfob, scene: readonly string[]): Promise<readonly string[]> {
  const { clipboard } = app.keyfob.desktop;
  for (const [at, selection] of (['clipboard', 'primary'] as const).entries()) {
    const text = scene[at] ?? '';
    if (text !== 'token') await clipboard.writeClipboard(text, selection);
  }
  await app.restart(['--hidden']);
  if (!scene.includes('token')) await wait(500);
  const isGone = async () => !(await app.readBoth()).includes(app.key.token) || undefined;
  await waitUntil('not cleared', 3_000, isGone, 10).catch(() => undefined);
  return app.readBoth();
}
