import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningKeyfob } from './flows/running-keyfob.ts';
import { sixKeys } from './flows/six-keys.ts';
import { waitUntil } from './rig/wait-until.ts';

/** The setting is 30 s; the tests take a shorter one from a settings file, so that they need not wait. */
const clearAfterMs = 2_000;

describe('the clipboard of the desktop', () => {
  let keyfob: RunningKeyfob;

  beforeAll(async () => {
    keyfob = await RunningKeyfob.start({ settings: { clipboardClearAfterMs: clearAfterMs } });
    await keyfob.addKeys(sixKeys(keyfob.services).slice(0, 2));
  });

  afterAll(() => keyfob?.stop());

  const read = async () => [
    await keyfob.desktop.clipboard.readClipboard('clipboard'),
    await keyfob.desktop.clipboard.readClipboard('primary'),
  ];

  it('is cleared in both selections after the set time', async () => {
    const token = await keyfob.copyFromTray('celerdata prod');
    const copiedAtMs = Date.now();
    expect(await read()).toEqual([token, token]);
    await waitUntil('never cleared', 5_000, async () => ((await read()).join('') === '' ? true : undefined));
    expect(Math.abs(Date.now() - copiedAtMs - clearAfterMs)).toBeLessThan(1_000);
  });

  it('keeps what another program put there meanwhile', async () => {
    await keyfob.copyFromTray('celerdata prod');
    await keyfob.desktop.clipboard.writeClipboard('a recipe', 'clipboard');
    await keyfob.desktop.clipboard.writeClipboard('a poem', 'primary');
    await new Promise((resolve) => setTimeout(resolve, clearAfterMs + 500));
    expect(await read()).toEqual(['a recipe', 'a poem']);
  });

  it('clears only the selection that still holds the token', async () => {
    await keyfob.copyFromTray('dbaas frankfurt');
    await keyfob.desktop.clipboard.writeClipboard('a recipe', 'clipboard');
    await new Promise((resolve) => setTimeout(resolve, clearAfterMs + 500));
    expect(await read()).toEqual(['a recipe', '']);
  });

  it('is cleared on SIGTERM', async () => {
    await keyfob.copyFromTray('celerdata prod');
    process.kill(keyfob.app.pid, 'SIGTERM');
    await keyfob.app.waitForExit();
    expect(await read()).toEqual(['', '']);
  });
});
