import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { googleKeyFile } from '../services/further/descriptions/google.ts';
import { axeViolations } from './flows/axe-violations.ts';
import { ImportDialog } from './flows/import-dialog.ts';
import type { KeyfobWindow } from './flows/keyfob-window.ts';
import { RunningKeyfob } from './flows/running-keyfob.ts';

const none = { description: '', extraCaPem: null, keyExpiresInDays: null };

/** What a person gets who pastes a text into a terminal. */
const inBash = async (text: string) => (await promisify(execFile)('bash', ['-c', text])).stdout;

describe('further providers in the real app', () => {
  let keyfob: RunningKeyfob;
  let window: KeyfobWindow;

  beforeAll(async () => {
    keyfob = await RunningKeyfob.start({
      services: { https: { google: false, keycloak: false, 'github-app': false } },
    });
    window = await keyfob.window();
  });
  afterAll(() => keyfob?.stop());

  const steps = () => window.dialog.getByRole('region', { name: 'Test' }).getByRole('listitem');
  const save = () => window.dialog.getByRole('button', { name: 'Save' }).click();
  const leaveForm = async () => {
    await window.page.keyboard.press('Escape');
    await window.page.getByRole('button', { name: 'Discard' }).click();
    await window.dialog.waitFor({ state: 'detached' });
  };

  it('finds a provider by a part of its name, and Enter opens its form', async () => {
    await window.openGallery();
    expect(await axeViolations(window.page)).toEqual([]);
    await window.page.keyboard.type('git');
    expect(await window.dialog.locator('li button').first().textContent()).toContain('GitHub App');
    await window.page.keyboard.press('Enter');
    await window.dialog.getByRole('heading', { name: 'Add a key: GitHub App' }).waitFor();
  });

  it('GitHub App: a private key that is dropped on its field signs, is tested and gives a token', async () => {
    const github = await keyfob.services.start('github-app');
    const { id, keyPair } = github.credential;
    const fields = { appId: id, installationId: github.places['installationId'] ?? '', host: github.origin };
    await window.fill({ ...none, presetName: 'GitHub App', name: 'release bot', fields });
    await window.dropFile(
      window.field('fields.privateKey'),
      'app.private-key.pem',
      keyPair?.privateKeyPem ?? '',
    );
    expect(await window.test()).toContain('It works');
    await save();
    await window.waitForState('release bot', 'fresh');
    expect(await github.testCall(await keyfob.copyFromTray('release bot'))).toBe(true);
  });

  it('shows the running steps of a slow test with their time, and Stop ends it', async () => {
    const github = await keyfob.services.start('github-app');
    const { id, keyPair } = github.credential;
    await window.openAddForm('GitHub App');
    const fields = { appId: id, installationId: github.places['installationId'] ?? '', host: github.origin };
    await window.fill({ ...none, presetName: 'GitHub App', name: 'slow bot', fields });
    await window.field('fields.privateKey').fill(keyPair?.privateKeyPem ?? '');
    github.delayMs = 60_000;
    await window.dialog.getByRole('button', { name: 'Test' }).click();
    await steps().filter({ hasText: 'Sign a token' }).filter({ hasText: 'Passed' }).waitFor();
    await steps().filter({ hasText: 'Running…' }).waitFor();
    expect(await axeViolations(window.page)).toEqual([]);
    await window.dialog.getByRole('button', { name: 'Stop' }).click();
    await window.dialog.getByText('The test was stopped.').waitFor({ timeout: 3_000 });
    github.delayMs = 0;
    expect(await window.test()).toContain('It works');
    await leaveForm();
  });

  it('Keycloak: another client authentication shows other fields; a refused test says why and what to do', async () => {
    const keycloak = await keyfob.services.start('keycloak');
    const { id, keyPair } = keycloak.credential;
    await window.openAddForm('Keycloak');
    expect(await window.field('fields.clientSecret').isVisible()).toBe(true);
    const fields = {
      host: keycloak.origin,
      realm: keycloak.places['realm'] ?? '',
      clientId: 'nobody',
      clientAuthentication: 'jwt',
    };
    await window.fill({ ...none, presetName: 'Keycloak', name: 'realm robot', fields });
    expect(await window.field('fields.clientSecret').isVisible()).toBe(false);
    await window.field('fields.privateKey').fill(keyPair?.privateKeyPem ?? '');
    expect(await window.test()).toContain('The test failed');
    const verdict = window.dialog.getByRole('region', { name: 'Test' }).getByRole('status');
    expect(await verdict.getByRole('listitem').count()).toBeGreaterThan(0);
    await verdict.getByText('Likely causes').waitFor();
    await steps().filter({ hasText: 'Answer' }).filter({ hasText: 'Failed' }).waitFor();
    expect(await axeViolations(window.page)).toEqual([]);
    await window.fillField('clientId', id);
    expect(await window.test()).toContain('It works');
    await save();
    await window.waitForState('realm robot', 'fresh');
    expect(await keycloak.testCall(await keyfob.copyFromTray('realm robot'))).toBe(true);
  });

  it('Google: the key file of the console, dropped on the window, becomes a key', async () => {
    const google = await keyfob.services.start('google');
    const file = JSON.stringify(googleKeyFile(google, google.credential), null, 2);
    await window.dropFile(window.page.locator('body'), 'sample-project-1234.json', file);
    const dialog = new ImportDialog(window);
    await dialog.rows.first().waitFor();
    // Where the token comes from, and where Google's own test call goes.
    for (const host of [new URL(google.origin).host, 'oauth2.googleapis.com']) await dialog.allow(host);
    expect(await axeViolations(window.page)).toEqual([]);
    await dialog.confirm();
    const row = window.page.locator('tbody[data-key-name][data-state="fresh"]').filter({ hasText: 'Google' });
    await row.waitFor();
    const name = (await row.getAttribute('data-key-name')) ?? '';
    expect(await google.testCall(await keyfob.copyFromTray(name))).toBe(true);
  });

  it('OAuth device flow: shows the code, goes on when the person has entered it, and renews without them', async () => {
    const { oauth, caPem } = keyfob.services;
    const client = oauth.addClient({ method: 'none' });
    await window.openAddForm('OAuth 2.0 sign-in with a code');
    const fields = {
      tokenUrl: oauth.tokenUrl,
      deviceUrl: oauth.deviceAuthorizationUrl,
      clientId: client.id,
      scope: 'offline_access api:read',
      testUrl: oauth.testUrl,
    };
    await window.fill({ ...none, presetName: '', name: 'jane', fields, extraCaPem: caPem });
    expect(await axeViolations(window.page)).toEqual([]);
    await save();
    await window.chooseFromMenu('jane', 'Sign in…');
    const code = window.dialog.locator('code');
    await code.waitFor();
    expect(await axeViolations(window.page)).toEqual([]);
    await oauth.approveDevice((await code.textContent()) ?? '');
    await window.dialog.waitFor({ state: 'detached', timeout: 15_000 });
    await window.waitForState('jane', 'fresh');
    const first = await keyfob.copyFromTray('jane');
    expect(await oauth.testCall(first)).toBe(true);
    await window.chooseFromMenu('jane', 'Refresh now');
    const token = () => oauth.issuedTokens().at(-1)?.token;
    await expect.poll(token, { timeout: 5_000 }).not.toBe(first);
    expect(await oauth.testCall(await keyfob.copyFromTray('jane'))).toBe(true);
  });

  it('copies a curl command, from the tray and from the window, that a shell can run', async () => {
    const fromTray = await keyfob.copyAsFromTray('release bot', 'curl command');
    expect(JSON.parse(await inBash(fromTray))).toMatchObject({ total_count: 1 });
    const fromWindow = await keyfob.copiedBy(async () => {
      await window.row('release bot').getByRole('button', { name: 'Copy as… for release bot' }).click();
      await window.page.getByRole('menuitem', { name: 'curl command' }).click();
    });
    expect(fromWindow).toBe(fromTray);
    const line = await keyfob.copyAsFromTray('release bot', 'GH_TOKEN for bash and zsh');
    const github = await keyfob.services.start('github-app');
    const value = await inBash(`${line}\nprintf %s "$GH_TOKEN"`);
    expect(await github.testCall(value)).toBe(true);
  });
});
