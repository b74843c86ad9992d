import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addKey,
  KeptProfile,
  type KnownSecrets,
  listedKeys,
  setWaysIn,
  takePictures,
  unlockBy,
} from './flows/bad-day.ts';
import { waitForSnapshot } from './flows/bridge-calls.ts';
import { RunningKeyfob } from './flows/running-keyfob.ts';

const stored = ['first', 'second'];

describe('a profile on another machine', () => {
  let home: RunningKeyfob;
  let kept: KeptProfile;
  let known: KnownSecrets;

  beforeAll(async () => {
    home = await RunningKeyfob.start();
    for (const name of stored) await addKey(home, name);
    known = await setWaysIn(home);
    await home.app.quit();
    kept = new KeptProfile(home, 'home');
  });

  afterAll(() => home?.stop());

  it('whose keyring is another one: said, untouched, and opened by what the user knows', async () => {
    const other = await RunningKeyfob.start();
    try {
      await other.app.quit();
      kept.copyDataTo(other);
      await other.restart();
      const window = await other.window();
      await window.page
        .getByText(/keyring no longer holds the key/)
        .first()
        .waitFor();
      await takePictures(window, 'other-machine');
      expect(readFileSync(`${other.userDataDir}/vault.db`).equals(kept.vault)).toBe(true);
      await unlockBy(window, known.passphrase);
      expect(await listedKeys(window)).toEqual(stored);
    } finally {
      await other.stop();
    }
  });

  it('whose keyring nobody unlocks: the window is there, and the passphrase opens the vault', async () => {
    const other = await RunningKeyfob.start({ desktop: { keyring: 'locked' } });
    try {
      await other.app.quit();
      kept.copyDataTo(other);
      await other.restart();
      const page = await other.app.window();
      await page.getByText('Opening the vault…').waitFor();
      await waitForSnapshot(page, 'it waits for ever', ({ vault }) => vault.state === 'locked', 45_000);
      const window = await other.window();
      // Its prompt waits, or was dismissed when the first start ended.
      await window.page
        .getByText(/keyring does not answer|no keyring answers/i)
        .first()
        .waitFor();
      await takePictures(window, 'keyring-never-unlocked');
      await unlockBy(window, known.passphrase);
      expect(await listedKeys(window)).toEqual(stored);
    } finally {
      await other.stop();
    }
  });
});
