import type { Page } from 'playwright-core';
import type { FakeBridge } from '../fake-bridge.ts';
import { snapshot } from '../key-fixtures.ts';
import { answer, emit } from './bridge-in-page.ts';
import { restoreScenes } from './restore-scenes.ts';
import { everyWay, type Scene, small, usual } from './scene.ts';

const openProtection = (page: Page) =>
  page.getByRole('contentinfo').getByRole('button', { name: 'Protection…' }).click();
const openHealth = (page: Page) =>
  page.getByRole('contentinfo').getByRole('button', { name: 'Health…' }).click();
const wrong = async (page: Page): Promise<void> => {
  await answer(page, 'vault.unlock', { failure: { kind: 'wrongPassphrase', retryAfterMs: 12_000 } });
  await page.getByLabel('Passphrase', { exact: true }).fill('not it');
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await page.getByText(/try again in/).waitFor();
};
const changePassphrase = async (page: Page): Promise<void> => {
  await openProtection(page);
  await page.getByRole('button', { name: 'Change the passphrase…' }).click();
};
const makeCode = async (page: Page): Promise<void> => {
  await openProtection(page);
  await page.getByRole('button', { name: 'Make a code…' }).click();
  await page.getByRole('button', { name: 'Make code' }).click();
  await page.getByRole('dialog', { name: 'Your recovery code' }).waitFor();
};
/** The lock comes before the answer, and takes the dialog along. */
const cutOff = async (page: Page): Promise<void> => {
  await openProtection(page);
  await page.evaluate(
    (locked) => {
      const { bridge } = globalThis as unknown as { bridge: FakeBridge };
      bridge.answer('vault.renewDataKey', async () => {
        bridge.emit('snapshot', locked);
        await new Promise((resolve) => setTimeout(resolve, 50));
        return { ok: false, failure: { kind: 'vaultLocked' } };
      });
    },
    snapshot({ revision: 9, vault: { state: 'locked', detail: 'byUser', slots: ['os'] } }),
  );
  await page.getByRole('button', { name: 'Renew the key…' }).click();
  await page.getByRole('button', { name: 'Renew key' }).click();
  await page.getByText('“Renew key” failed.').waitFor();
};
const coverCode = async (page: Page): Promise<void> => {
  await makeCode(page);
  await emit(page, 'windowLeft', {});
};
const reveal = async (page: Page): Promise<void> => {
  await answer(page, 'keys.reveal', { failure: { kind: 'notAllowed', reason: 'confirmFirst' } });
  await page.getByRole('button', { name: 'Reveal Secret of prod-warehouse' }).click();
};
const stopAsking = async (page: Page): Promise<void> => {
  await openProtection(page);
  await answer(page, 'settings.update', { failure: { kind: 'notAllowed', reason: 'confirmFirst' } });
  await page.getByRole('checkbox', { name: /before a secret is shown/ }).click();
};

/** Pictures of who gets in and what protects the keys. */
export const trustScenes: readonly Scene[] = [
  ...everyWay('trust-locked', 'lockedNeeded', async () => {}),
  ...everyWay('trust-forgot', 'lockedNeeded', (page) => page.getByText('Forgot it?').click()),
  { name: 'trust-no-way-in', state: 'lockedNoWayIn', size: usual },
  { name: 'trust-locked-by-user', state: 'lockedByUser', size: usual },
  { name: 'trust-locked-keyring', state: 'lockedKeyringOnly', size: usual, scheme: 'dark' },
  { name: 'trust-locked-wrong', state: 'lockedByUser', size: usual, act: wrong },
  { name: 'trust-locked-wrong-small', state: 'lockedByUser', size: small, scheme: 'dark', act: wrong },
  { name: 'trust-locked-wait', state: 'lockedIdle', size: small },
  {
    name: 'trust-locked-recovery',
    state: 'lockedSuspended',
    size: usual,
    act: async (page) => {
      await answer(page, 'vault.unlock', null);
      await page.getByLabel('Passphrase', { exact: true }).fill('correct horse');
      await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    },
  },
  {
    name: 'trust-locked-code',
    state: 'lockedNeeded',
    size: usual,
    scheme: 'dark',
    act: (page) => page.getByRole('button', { name: 'Use the recovery code instead' }).click(),
  },
  { name: 'trust-locked-damaged', state: 'lockedDamaged', size: usual },
  { name: 'trust-locked-key-changed', state: 'lockedKeyChanged', size: small, scheme: 'dark' },
  ...everyWay('trust-stop-asking', 'trustBoth', stopAsking),
  { name: 'trust-quits', state: 'trustQuits', size: usual },
  { name: 'trust-locked-stores', state: 'lockedStores', size: usual },
  { name: 'trust-worn', state: 'trustWorn', size: usual },
  {
    name: 'trust-worn-question',
    state: 'trustWorn',
    size: usual,
    scheme: 'dark',
    act: async (page) => {
      await page.getByRole('button', { name: 'Renew the key…' }).click();
    },
  },
  { name: 'trust-older', state: 'trustOlder', size: usual },
  { name: 'trust-older-small', state: 'trustOlder', size: small, scheme: 'dark' },
  { name: 'trust-from-backup', state: 'trustFromBackup', size: usual, scheme: 'dark' },
  { name: 'trust-from-backup-small', state: 'trustFromBackup', size: small },
  { name: 'trust-foot', state: 'trustPassphrase', size: { width: 760, height: 600 } },
  { name: 'trust-foot-tiny', state: 'trustPassphrase', size: { width: 380, height: 600 }, scheme: 'dark' },
  ...everyWay('trust-protection', 'trustBoth', openProtection),
  { name: 'trust-protection-os', state: 'trustOs', size: usual, act: openProtection },
  {
    name: 'trust-protection-session',
    state: 'trustSession',
    size: usual,
    scheme: 'dark',
    act: openProtection,
  },
  { name: 'trust-passphrase-light', state: 'trustBoth', size: usual, act: changePassphrase },
  {
    name: 'trust-passphrase-errors',
    state: 'trustBoth',
    size: small,
    scheme: 'dark',
    act: async (page) => {
      await changePassphrase(page);
      await page.getByLabel('New passphrase', { exact: true }).fill('tulip anvil');
      await page.getByRole('button', { name: 'Change passphrase', exact: true }).click();
    },
  },
  {
    name: 'trust-passphrase-wrong',
    state: 'trustBoth',
    size: usual,
    act: async (page) => {
      await answer(page, 'vault.setPassphrase', { failure: { kind: 'wrongPassphrase' } });
      await changePassphrase(page);
      await page.getByLabel('Present passphrase', { exact: true }).fill('not it');
      await page.getByLabel('New passphrase', { exact: true }).fill('tulip anvil orbit mustard');
      await page.getByLabel('The same again', { exact: true }).fill('tulip anvil orbit mustard');
      await page.getByRole('button', { name: 'Change passphrase', exact: true }).click();
    },
  },
  {
    name: 'trust-renew',
    state: 'trustOs',
    size: usual,
    act: async (page) => {
      await openProtection(page);
      await answer(page, 'vault.renewDataKey', null);
      await page.getByRole('button', { name: 'Renew the key…' }).click();
      await page.getByRole('button', { name: 'Renew key' }).click();
    },
  },
  ...everyWay('trust-code', 'trustOs', makeCode),
  ...everyWay('trust-cut-off', 'trustOs', cutOff),
  ...everyWay('trust-covered-code', 'trustOs', coverCode),
  {
    name: 'trust-code-not-written',
    state: 'trustOs',
    size: usual,
    act: async (page) => {
      await makeCode(page);
      await page.keyboard.press('Escape');
    },
  },
  {
    name: 'trust-code-print',
    state: 'trustOs',
    size: { width: 794, height: 600 },
    scheme: 'dark',
    act: async (page) => {
      await coverCode(page);
      await page.emulateMedia({ media: 'print' });
    },
  },
  { name: 'trust-reveal-confirm', state: 'trustBoth', size: usual, act: reveal },
  { name: 'trust-reveal-confirm-small', state: 'trustBoth', size: small, scheme: 'dark', act: reveal },
  ...everyWay('health', 'trustOs', openHealth),
  {
    name: 'health-failed',
    state: 'trustOs',
    size: small,
    act: async (page) => {
      await answer(page, 'health.read', { failure: { kind: 'internal' } });
      await openHealth(page);
    },
  },
  {
    name: 'health-looking',
    state: 'trustOs',
    size: usual,
    scheme: 'dark',
    act: async (page) => {
      await answer(page, 'health.read', null);
      await openHealth(page);
    },
  },
  ...restoreScenes,
];
