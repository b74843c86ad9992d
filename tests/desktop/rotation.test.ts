import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from './flows/axe-violations.ts';
import type { KeyfobWindow } from './flows/keyfob-window.ts';
import { RunningKeyfob } from './flows/running-keyfob.ts';
import { type KeyToAdd, sixKeys } from './flows/six-keys.ts';

describe('rotating a DataOS key in the real app', () => {
  let keyfob: RunningKeyfob;
  let window: KeyfobWindow;
  let key: KeyToAdd;

  beforeAll(async () => {
    keyfob = await RunningKeyfob.start();
    key = sixKeys(keyfob.services).find(({ serviceId }) => serviceId === 'dataos') as KeyToAdd;
    window = await keyfob.addKeys([key]);
  });
  afterAll(() => keyfob?.stop());

  const accepts = (token: string) => keyfob.services.dataos.testCall(token);
  const rotate = async () => {
    await window.chooseFromMenu(key.name, 'Rotate secret…');
    expect(await axeViolations(window.page)).toEqual([]);
    await window.dialog.getByRole('button', { name: 'Rotate secret' }).click();
    await window.dialog.waitFor({ state: 'detached' });
    await window
      .row(key.name)
      .getByText(/New secret in use; the old one is deleted in/)
      .waitFor();
    expect(await axeViolations(window.page)).toEqual([]);
  };

  it('uses a new key at once while the old one goes on working, also after a restart', async () => {
    const old = await keyfob.copyFromTray(key.name);
    expect(old).toBe(key.secrets[0]);
    await rotate();
    const fresh = await keyfob.copyFromTray(key.name);
    expect(fresh).not.toBe(old);
    expect(await accepts(fresh)).toBe(true);
    expect(await accepts(old)).toBe(true);
    await keyfob.restart();
    window = await keyfob.window();
    await window
      .row(key.name)
      .getByText(/New secret in use/)
      .waitFor();
    expect(await keyfob.copyFromTray(key.name)).toBe(fresh);
  });

  it('deletes the old key at the provider by "Delete now", after a question', async () => {
    const old = key.secrets[0] ?? '';
    await window
      .row(key.name)
      .getByRole('button', { name: `Delete the old secret of ${key.name} now` })
      .click();
    await window.dialog.getByText('you can no longer go back to it').waitFor();
    expect(await accepts(old)).toBe(true);
    await window.dialog.getByRole('button', { name: 'Delete old secret' }).click();
    await window.dialog.waitFor({ state: 'detached' });
    await window
      .row(key.name)
      .getByText(/New secret in use/)
      .waitFor({ state: 'detached' });
    expect(await accepts(old)).toBe(false);
    expect(await accepts(await keyfob.copyFromTray(key.name))).toBe(true);
    expect(keyfob.services.dataos.credentials).toHaveLength(1);
  });

  it('goes back to the old key by "Undo", and says what is left at the provider', async () => {
    const before = await keyfob.copyFromTray(key.name);
    await rotate();
    expect(await keyfob.copyFromTray(key.name)).not.toBe(before);
    await window
      .row(key.name)
      .getByRole('button', { name: `Undo the rotation of ${key.name}` })
      .click();
    await window.page.getByText('The old secret is in use again').waitFor();
    expect(await keyfob.copyFromTray(key.name)).toBe(before);
    expect(keyfob.services.dataos.credentials).toHaveLength(2);
  });
});
