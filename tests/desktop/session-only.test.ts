import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningKeyfob } from './flows/running-keyfob.ts';
import { sixKeys } from './flows/six-keys.ts';

describe('a desktop without a keyring', () => {
  let keyfob: RunningKeyfob;

  beforeAll(async () => {
    keyfob = await RunningKeyfob.start({ desktop: { keyring: 'absent' } });
  });

  afterAll(() => keyfob?.stop());

  it('is said at the foot of the window, and keys work for the session', async () => {
    const window = await keyfob.window();
    await window.page.getByText(/Session only: .*gone when Keyfob quits/).waitFor();
    await keyfob.addKeys(sixKeys(keyfob.services).slice(0, 1));
    const token = await keyfob.copyFromTray('celerdata prod');
    expect(keyfob.services.celerdata.accepts(token)).toBe(true);
  });

  it('leaves no vault on the disk', () => {
    expect(readdirSync(keyfob.userDataDir).filter((name) => name.startsWith('vault'))).toEqual([]);
  });

  it('has forgotten everything after a restart', async () => {
    await keyfob.restart();
    const window = await keyfob.window();
    await window.page.getByRole('button', { name: 'Add your first key' }).waitFor();
  });
});
