import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CelerdataCredential } from '../services/celerdata-service.ts';
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
    const left = keyfob.services.dataos.credentials.at(-1)?.id ?? '';
    await window
      .row(key.name)
      .getByText(`The old secret is in use again. Delete the new one (${left}) at DataOS.`)
      .waitFor();
    expect(await keyfob.copyFromTray(key.name)).toBe(before);
    expect(keyfob.services.dataos.credentials).toHaveLength(2);
  });
});

describe('rotating a CelerData key by hand in the real app', () => {
  let keyfob: RunningKeyfob;
  let window: KeyfobWindow;
  let key: KeyToAdd;
  let made: CelerdataCredential;

  beforeAll(async () => {
    keyfob = await RunningKeyfob.start();
    key = sixKeys(keyfob.services).find(({ serviceId }) => serviceId === 'celerdata') as KeyToAdd;
    window = await keyfob.addKeys([key]);
    made = keyfob.services.celerdata.addCredential();
  });
  afterAll(() => keyfob?.stop());

  const shown = (words: string) => window.row(key.name).getByText(words);
  const button = (name: string) => window.row(key.name).getByRole('button', { name });
  /** The client id whose token is copied now. */
  const inUse = async () => {
    const token = await keyfob.copyFromTray(key.name);
    expect(await keyfob.services.celerdata.testCall(token)).toBe(true);
    return keyfob.services.celerdata.issuedTokens().find((issued) => issued.token === token)?.credentialId;
  };
  const switchTo = async (secret: string) => {
    await window.fillField('clientId', made.id);
    await window.fillField('clientSecret', secret);
    await window.dialog.getByRole('button', { name: 'Test and switch' }).click();
  };

  it('leads from the menu over a failed test to the new secret', async () => {
    await window.chooseFromMenu(key.name, 'Rotate secret…');
    await window.dialog.getByRole('heading', { name: 'Make a new secret at CelerData Cloud' }).waitFor();
    expect(await axeViolations(window.page)).toEqual([]);
    await switchTo('mistyped');
    await window.dialog.getByText('The test failed. The old secret stays in use.').waitFor();
    await window.dialog.getByText('Likely causes').waitFor();
    expect(await axeViolations(window.page)).toEqual([]);
    expect(await inUse()).toBe(key.fields['clientId']);
    await switchTo(made.secret);
    await window.dialog.waitFor({ state: 'detached' });
    await shown('New secret in use. Delete the old one at CelerData Cloud.').waitFor();
    expect(await axeViolations(window.page)).toEqual([]);
    expect(await inUse()).toBe(made.id);
  });

  it('goes back by "Undo" and forth again, also after a restart', async () => {
    await button(`Undo the rotation of ${key.name}`).click();
    await shown('The old secret is in use again. Delete the new one at CelerData Cloud.').waitFor();
    expect(await inUse()).toBe(key.fields['clientId']);
    await keyfob.restart();
    window = await keyfob.window();
    await button(`Use the new secret of ${key.name}`).click();
    await shown('New secret in use. Delete the old one at CelerData Cloud.').waitFor();
    expect(await inUse()).toBe(made.id);
  });

  it('ends when the user has deleted the old one', async () => {
    keyfob.services.celerdata.revokeCredential(key.fields['clientId'] ?? '', { withTokens: true });
    await button(`The old secret of ${key.name} is deleted`).click();
    await shown('New secret in use.').waitFor({ state: 'detached' });
    expect(await inUse()).toBe(made.id);
  });
});
