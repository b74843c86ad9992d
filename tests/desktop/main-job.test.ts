import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyfobWindow } from './flows/keyfob-window.ts';
import { RunningKeyfob } from './flows/running-keyfob.ts';
import { type KeyToAdd, serviceOf, sixKeys } from './flows/six-keys.ts';

describe('the main job in the real app', () => {
  let keyfob: RunningKeyfob;
  let window: KeyfobWindow;
  let keys: readonly KeyToAdd[];

  beforeAll(async () => {
    keyfob = await RunningKeyfob.start();
    keys = sixKeys(keyfob.services);
    window = await keyfob.addKeys(keys);
  });

  afterAll(() => keyfob?.stop());

  it('copies from the tray, for each preset, the token that its service issued and accepts', async () => {
    for (const key of keys) {
      const text = await keyfob.copyFromTray(key.name);
      const service = serviceOf(keyfob.services, key.serviceId);
      expect(
        service.issuedTokens().map(({ token }) => token),
        key.name,
      ).toContain(text);
      expect(service.accepts(text), key.name).toBe(true);
      expect(await service.testCall(text), key.name).toBe(true);
      await keyfob.desktop.notifications.waitFor(
        ({ summary, body }) => summary === key.name && body.startsWith('Copied, valid '),
      );
    }
  });

  it('announces the key that expires in six days, and a click opens it', async () => {
    const notice = await keyfob.desktop.notifications.waitFor(({ summary }) =>
      summary.startsWith('dataos lens expires in'),
    );
    keyfob.desktop.notifications.click(notice.id);
    await window.page.locator('tbody[data-key-name="dataos lens"][data-shown]').waitFor();
  });

  it('reveals one secret at a time and hides it on a second press', async () => {
    const [celerdata, , , layar] = keys;
    if (celerdata === undefined || layar === undefined) throw new Error('no keys');
    await window.eye(celerdata.name).click();
    await window.page.getByText(celerdata.secrets[0] ?? '').waitFor();
    // One secret a second is shown.
    await window.page.waitForTimeout(1_100);
    await window.eye(layar.name).click();
    await window.page.getByText(layar.secrets[0] ?? '').waitFor();
    expect(await window.page.content()).not.toContain(celerdata.secrets[0]);
    await window.eye(layar.name).click();
    expect(await window.page.content()).not.toContain(layar.secrets[0]);
  });

  it('clears the clipboard and PRIMARY on quit, and only what is its own', async () => {
    await keyfob.copyFromTray('celerdata prod');
    await keyfob.app.quit();
    expect(await keyfob.desktop.clipboard.readClipboard('clipboard')).toBe('');
    expect(await keyfob.desktop.clipboard.readClipboard('primary')).toBe('');
  });
});
