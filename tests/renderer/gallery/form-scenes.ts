import type { Page } from 'playwright-core';
import type { Scene } from './scene.ts';

const usual = { width: 1100, height: 720 };
const small = { width: 640, height: 420 };

const pem = `-----BEGIN CERTIFICATE-----\n${'MIIB'.repeat(16)}\n-----END CERTIFICATE-----`;

const gallery = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: /^Add (your first )?key$/ }).click();
};
const search = async (page: Page, text: string): Promise<void> => {
  await gallery(page);
  await page.keyboard.type(text);
};
const form = async (page: Page, provider: string): Promise<void> => {
  await gallery(page);
  await page.getByRole('dialog').getByRole('button', { name: provider }).first().click();
};
const describe = (page: Page, text: string) => page.getByLabel(/^Description/).fill(text);
const test = (page: Page) => page.getByRole('button', { name: 'Test', exact: true }).click();
const celerdata = async (page: Page, description = ''): Promise<void> => {
  await form(page, 'CelerData Cloud');
  await page.getByRole('textbox', { name: 'Client ID' }).fill('5f1d2c7e-8a34-4be0-9d11-7c2f6e0b93aa');
  await page.getByLabel('Secret', { exact: true }).fill('not-the-secret');
  await describe(page, description);
};
const running = async (page: Page): Promise<void> => {
  await celerdata(page, 'slow');
  await test(page);
  await page.getByText('Running…').nth(0).waitFor();
  await page.waitForTimeout(400);
};
const lookUp = async (page: Page, description: string): Promise<void> => {
  await form(page, 'Google service account');
  await describe(page, description);
  await page.getByRole('button', { name: 'Choose… Scope' }).click();
};
const layarTest = async (page: Page): Promise<void> => {
  await form(page, 'Certara Layar');
  await page.getByRole('textbox', { name: 'Layar instance' }).fill('staging.certara.ai');
  await page.getByRole('textbox', { name: 'Client key' }).fill('c_9b1f');
  await page.getByLabel('Client secret', { exact: true }).fill('s');
  await test(page);
  await page.getByText('The certificate that the server showed').click();
};
const oauthTest = async (page: Page): Promise<void> => {
  await form(page, 'OAuth 2.0');
  await page.getByRole('textbox', { name: 'Token URL' }).fill('https://login.example.com/oauth2/token');
  await page.getByRole('textbox', { name: 'Client ID' }).fill('c');
  await page.getByLabel('Client secret', { exact: true }).fill('s');
  await test(page);
  await page.getByText(/It works/).waitFor();
};
const extraCa = async (page: Page, text: string): Promise<void> => {
  await form(page, 'IBM Hyper Protect DBaaS');
  await page.getByLabel(/^Extra CA certificates/).fill(text);
  await page.waitForTimeout(400);
};

/** A scene in four looks. */
function everyLook(name: string, state: string, act: (page: Page) => Promise<void>): Scene[] {
  return [
    { name: `${name}-light`, state, size: usual, act },
    { name: `${name}-dark`, state, size: usual, scheme: 'dark', act },
    { name: `${name}-small`, state, size: small, act },
    { name: `${name}-small-dark`, state, size: small, scheme: 'dark', act },
  ];
}

/** Pictures of adding a key. */
export const formScenes: readonly Scene[] = [
  ...everyLook('form-gallery', 'presets', gallery),
  ...everyLook('form-search', 'presets', (page) => search(page, 'oau')),
  ...everyLook('form-nothing', 'presets', (page) => search(page, 'no such')),
  {
    name: 'form-problems',
    state: 'presets',
    size: usual,
    act: async (page) => {
      await gallery(page);
      await page.getByText('of your preset files').click();
    },
  },
  { name: 'form-gallery-tiny', state: 'presets', size: { width: 380, height: 600 }, act: gallery },
  { name: 'form-gallery-contrast', state: 'presets', size: usual, contrast: 'more', act: gallery },
  { name: 'form-gallery-forced', state: 'presets', size: usual, forcedColors: 'active', act: gallery },
  { name: 'form-welcome', state: 'emptyPresets', size: usual },
  ...everyLook('form-google', 'presets', (page) => form(page, 'Google service account')),
  {
    name: 'form-google-filled',
    state: 'presets',
    size: usual,
    act: async (page) => {
      await form(page, 'Google service account');
      await page.getByLabel('Private key', { exact: true }).fill(pem);
    },
  },
  ...everyLook('form-lookup', 'presets', (page) => lookUp(page, '')),
  { name: 'form-lookup-asking', state: 'presets', size: usual, act: (page) => lookUp(page, 'slow') },
  { name: 'form-lookup-none', state: 'presets', size: usual, act: (page) => lookUp(page, 'none') },
  { name: 'form-lookup-many', state: 'presets', size: usual, act: (page) => lookUp(page, 'many') },
  { name: 'form-lookup-refused', state: 'presets', size: usual, act: (page) => lookUp(page, 'refused') },
  { name: 'form-oidc', state: 'presets', size: usual, act: (page) => form(page, 'OpenID Connect') },
  {
    name: 'form-oidc-sign-in',
    state: 'presets',
    size: usual,
    act: async (page) => {
      await form(page, 'OpenID Connect');
      await page.getByLabel('Grant').selectOption('code');
    },
  },
  { name: 'form-chained', state: 'presets', size: usual, act: (page) => form(page, 'Token exchange') },
  { name: 'form-chained-none', state: 'noSource', size: usual, act: (page) => form(page, 'Token exchange') },
  ...everyLook('form-command', 'presets', (page) => form(page, 'Command')),
  { name: 'form-command-allowed', state: 'noSource', size: usual, act: (page) => form(page, 'Command') },
  ...everyLook('form-ca', 'presets', (page) => extraCa(page, pem)),
  { name: 'form-ca-wrong', state: 'presets', size: usual, act: (page) => extraCa(page, 'nonsense') },
  ...everyLook('form-running', 'presets', running),
  {
    name: 'form-stopped',
    state: 'presets',
    size: usual,
    act: async (page) => {
      await running(page);
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.getByText('The test was stopped').waitFor();
    },
  },
  ...everyLook('form-refused', 'presets', async (page) => {
    await celerdata(page);
    await test(page);
    await page.getByText('The test failed').waitFor();
  }),
  {
    name: 'form-facts',
    state: 'presets',
    size: usual,
    act: async (page) => {
      await celerdata(page);
      await test(page);
      await page.getByText('The test failed').waitFor();
      await page.getByRole('listitem').filter({ hasText: 'Check the fields' }).locator('summary').click();
      await page
        .getByRole('listitem')
        .filter({ hasText: 'HTTP 401, invalid_client' })
        .locator('summary')
        .click();
    },
  },
  ...everyLook('form-certificate', 'presets', layarTest),
  ...everyLook('form-passed', 'presets', oauthTest),
];
