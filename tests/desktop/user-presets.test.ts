import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from './flows/axe-violations.ts';
import type { KeyfobWindow } from './flows/keyfob-window.ts';
import { RunningKeyfob } from './flows/running-keyfob.ts';

const none = { description: '', extraCaPem: null, keyExpiresInDays: null };

/** From the page of a service's documentation to a token in the clipboard: one short file and no code (tests/presets counts its lines). */
describe('preset files of the user in the real app', () => {
  let keyfob: RunningKeyfob;
  let window: KeyfobWindow;

  beforeAll(async () => {
    keyfob = await RunningKeyfob.start({
      services: { https: { 'parcel-courier': false, 'hotel-desk': false } },
    });
    window = await keyfob.window();
  });
  afterAll(() => keyfob?.stop());

  const ownPreset = (name: string) =>
    readFileSync(new URL(`../presets/new-providers/${name}.json`, import.meta.url), 'utf8');
  const drop = (name: string, text: string) => {
    mkdirSync(`${keyfob.userDataDir}/presets`, { recursive: true });
    writeFileSync(`${keyfob.userDataDir}/presets/${name}`, text);
  };
  const addKey = async (presetName: string, name: string, fields: Record<string, string>) => {
    await window.card(presetName).click();
    await window.fill({ ...none, presetName, name, fields });
    expect(await window.test()).toContain('It works');
    await window.dialog.getByRole('button', { name: 'Save' }).click();
    await window.waitForState(name, 'fresh');
  };

  it('Parcel Courier stands in the open gallery as soon as its file is there, and gives a token', async () => {
    const courier = await keyfob.services.start('parcel-courier');
    await window.openGallery();
    const text = ownPreset('parcel-courier');
    drop('parcel-courier.json', text);
    await window.card('Parcel Courier').getByText('Your preset').waitFor({ timeout: 5_000 });
    const { id, secret } = courier.credential;
    await addKey('Parcel Courier', 'parcels', {
      host: courier.origin,
      accessKeyId: id,
      secretAccessKey: secret,
    });
    expect(await courier.testCall(await keyfob.copyFromTray('parcels'))).toBe(true);
  });

  it('Hotel Desk, with an answer of its own form and a second secret, does as well', async () => {
    const desk = await keyfob.services.start('hotel-desk');
    const text = ownPreset('hotel-desk');
    drop('hotel-desk.json', text);
    await window.openGallery();
    const { id, secret } = desk.credential;
    const { hotelId = '', appKey = '' } = desk.places;
    await addKey('Hotel Desk', 'rooms', {
      host: desk.origin,
      hotelId,
      interfaceId: id,
      password: secret,
      appKey,
    });
    expect(await desk.testCall(await keyfob.copyFromTray('rooms'))).toBe(true);
    await window.row('rooms').getByText('Gateway').waitFor();
  });

  it('a broken file is named with the place in it and what to do, and goes from the list when it is mended', async () => {
    const text = ownPreset('parcel-courier').replace('"id": "parcel-courier"', '"id": "second-courier"');
    drop('second.json', text.replace('"method": "POST",\n      "url"', '"method": "POST",\n      "urls"'));
    drop('third.json', '{ "id": "third"\n  "name": "Third" }');
    await window.openGallery();
    await window.dialog.getByText('2 of your preset files cannot be used').click();
    const problem = (file: string) =>
      window.dialog.locator('details li').filter({ hasText: file }).first().textContent();
    expect(await problem('second.json')).toContain('exchange.request.urls');
    expect(await problem('second.json')).toContain('did you mean "url"?');
    expect(await problem('third.json')).toContain('line 2, column 3');
    expect(await problem('third.json')).toContain('comma');
    expect(await axeViolations(window.page)).toEqual([]);
    drop('second.json', text.replace('"name": "Parcel Courier"', '"name": "Second Courier"'));
    await window.card('Second Courier').waitFor();
    rmSync(`${keyfob.userDataDir}/presets/third.json`);
    await window.dialog.getByText('cannot be used').waitFor({ state: 'detached' });
    await window.page.keyboard.press('Escape');
  });

  it('the keys go on after a restart', async () => {
    const desk = await keyfob.services.start('hotel-desk');
    await keyfob.restart(['--hidden']);
    await keyfob.waitForTrayEntry('rooms');
    expect(await desk.testCall(await keyfob.copyFromTray('rooms'))).toBe(true);
  });
});
