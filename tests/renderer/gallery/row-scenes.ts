import type { Page } from 'playwright-core';
import type { KeyView } from '#contract/view';
import { changeKey } from './bridge-in-page.ts';
import { rotationScenes } from './rotation-scenes.ts';
import type { Scene } from './scene.ts';

const usual = { width: 1100, height: 720 };
const small = { width: 640, height: 420 };
const tiny = { width: 380, height: 600 };

const forms: KeyView['copyForms'] = [
  { id: 'raw', label: 'Token' },
  { id: 'header', label: 'Authorization header' },
  { id: 'curl', label: 'curl command' },
  { id: 'bash', label: 'CELERDATA_TOKEN for bash and zsh' },
  { id: 'fish', label: 'CELERDATA_TOKEN for fish' },
  { id: 'powershell', label: 'CELERDATA_TOKEN for PowerShell' },
  { id: 'dotenv', label: 'CELERDATA_TOKEN for a .env file' },
  { id: 'json', label: 'JSON' },
  { id: 'basic', label: 'Basic string (base64 of ID and secret)' },
];
const withForms = async (page: Page): Promise<void> => {
  const all = { revoke: true, keyDetails: true, rotate: 'automatic' as const, signIn: true };
  await changeKey(page, 'prod-warehouse', { copyForms: forms, offers: all });
  await changeKey(page, 'dbaas-frankfurt', {
    copyForms: [...forms, { id: 'output.user_id', label: 'User ID' }],
    keyKind: 'exec',
  });
  await changeKey(page, 'dataos-minerva', { copyForms: forms, keyKind: 'static' });
  await changeKey(page, 'ibm-cloud', { copyForms: forms, keyKind: 'signed' });
};
const more = async (page: Page, entry?: string): Promise<void> => {
  await withForms(page);
  await page.getByRole('button', { name: 'More for prod-warehouse' }).click();
  if (entry !== undefined) await page.getByRole('menuitem', { name: entry }).click();
};
const copyAs = async (page: Page): Promise<void> => {
  await withForms(page);
  await page.getByRole('button', { name: 'Copy as… for prod-warehouse' }).click();
};
const code = {
  userCode: 'WDJB-MJHT',
  verificationUri: 'https://login.example.com/device',
  expiresAtMs: Date.now() + 14.7 * 60_000,
};
const signIn = async (page: Page): Promise<void> => {
  await more(page, 'Sign in…');
  await changeKey(page, 'prod-warehouse', { signIn: code });
  await page.getByText(code.userCode).waitFor();
};

/** Pictures of what a key's menus do, and of the settings. */
export const rowScenes: readonly Scene[] = [
  { name: 'copy-as-light', state: 'six', size: usual, act: copyAs },
  { name: 'copy-as-small', state: 'six', size: small, scheme: 'dark', act: copyAs },
  { name: 'row-kinds', state: 'six', size: { width: 1400, height: 720 }, act: withForms },
  { name: 'row-kinds-narrow', state: 'six', size: { width: 760, height: 600 }, act: withForms },
  { name: 'row-kinds-tiny', state: 'six', size: tiny, scheme: 'dark', act: withForms },
  { name: 'row-menu-light', state: 'six', size: usual, act: (page) => more(page) },
  { name: 'row-menu-small', state: 'six', size: small, act: (page) => more(page) },
  { name: 'revoke-light', state: 'six', size: usual, act: (page) => more(page, 'Revoke token…') },
  ...rotationScenes,
  { name: 'sign-in-asking', state: 'six', size: usual, act: (page) => more(page, 'Sign in…') },
  { name: 'sign-in-light', state: 'six', size: usual, act: signIn },
  { name: 'sign-in-small', state: 'six', size: small, scheme: 'dark', act: signIn },
  {
    name: 'sign-in-over',
    state: 'six',
    size: usual,
    act: async (page) => {
      await signIn(page);
      await changeKey(page, 'prod-warehouse', { signIn: { ...code, expiresAtMs: Date.now() - 1 } });
      await page.getByRole('button', { name: 'Get a new code' }).waitFor();
    },
  },
  {
    name: 'sign-in-row',
    state: 'six',
    size: usual,
    act: async (page) => {
      await changeKey(page, 'prod-warehouse', { signIn: code });
    },
  },
  {
    name: 'settings-light',
    state: 'six',
    size: usual,
    act: (page) => page.getByRole('button', { name: 'Settings' }).click(),
  },
  {
    name: 'settings-dark',
    state: 'six',
    size: small,
    scheme: 'dark',
    act: (page) => page.getByRole('button', { name: 'Settings' }).click(),
  },
];
