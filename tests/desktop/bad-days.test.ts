import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningKeyfob } from './flows/running-keyfob.ts';
import { sixKeys } from './flows/six-keys.ts';

describe('a bad day of the vault', () => {
  let keyfob: RunningKeyfob;

  beforeAll(async () => {
    keyfob = await RunningKeyfob.start();
    await keyfob.addKeys(sixKeys(keyfob.services).slice(0, 2));
    await keyfob.app.quit();
  });

  afterAll(() => keyfob?.stop());

  const vaultFile = () => `${keyfob.userDataDir}/vault.db`;

  it('a damaged key record: the other keys work, the window says what is missing, nothing is deleted', async () => {
    const database = new DatabaseSync(vaultFile());
    const before = database.prepare("SELECT count(*) AS n FROM record WHERE type = 'key'").get();
    database.exec(
      "UPDATE record SET ciphertext = zeroblob(length(ciphertext)) WHERE type = 'key' AND id = (SELECT min(id) FROM record WHERE type = 'key')",
    );
    database.close();
    await keyfob.restart();
    const window = await keyfob.window();
    await window.page.getByText(/1 stored key cannot be read/).waitFor();
    expect(await window.page.locator('tbody[data-key-name]').count()).toBe(1);
    await keyfob.app.quit();
    const after = new DatabaseSync(vaultFile());
    expect(after.prepare("SELECT count(*) AS n FROM record WHERE type = 'key'").get()).toEqual(before);
    after.close();
  });

  it('a vault file that is none: locked, untouched, and open again once the file is back', async () => {
    const kept = `${keyfob.userDataDir}/kept`;
    renameSync(vaultFile(), kept);
    const garbage = Buffer.alloc(40_960);
    writeFileSync(vaultFile(), garbage, { mode: 0o600 });
    await keyfob.restart();
    const window = await keyfob.window();
    await window.page.getByText('The vault is locked').waitFor();
    expect((await keyfob.desktop.tray.readMenu()).map(({ label }) => label)).toContain('Locked');
    expect(readFileSync(vaultFile()).equals(garbage)).toBe(true);
    renameSync(kept, vaultFile());
    await window.page.getByRole('button', { name: 'Try again' }).click();
    await window.page.locator('tbody[data-key-name]').first().waitFor();
  });
});
