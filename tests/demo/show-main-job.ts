import type { KeyfobWindow } from '../desktop/flows/keyfob-window.ts';
import { RunningKeyfob } from '../desktop/flows/running-keyfob.ts';
import { type KeyToAdd, serviceOf, sixKeys } from '../desktop/flows/six-keys.ts';
import { waitUntil } from '../desktop/rig/wait-until.ts';
import type { DemoReport } from './demo-report.ts';
import { showUpkeep } from './show-upkeep.ts';
import { WindowPictures } from './window-pictures.ts';

/** The OAuth service gives tokens this short, so that a background refresh can be watched. */
const shortLifetimeS = 20;

/** The DataOS key expires this soon, so that there is a notice; Keyfob asks the service when it does. */
export const soonExpiringS = 6 * 86_400;

/** Add, fetch, copy, refresh, notice, reveal, restart: each step checked from outside of the app. */
export async function showMainJob(report: DemoReport): Promise<void> {
  const keyfob = await RunningKeyfob.start({
    services: { lifetimesS: { oauth: shortLifetimeS, dataos: soonExpiringS } },
  });
  try {
    const keys = sixKeys(keyfob.services);
    const window = await keyfob.window();
    await window.page.getByRole('button', { name: 'Add your first key' }).waitFor();
    await window.screenshot(report.screenshot('empty.png', 'First start'));
    for (const key of keys) {
      await report.step(`add ${key.name} (${key.presetName})`, async () => {
        const verdict = await window.addKey(key);
        await window.waitForState(key.name, 'fresh');
        return `test: ${verdict}`;
      });
    }
    await window.screenshot(report.screenshot('six-keys.png', 'Six keys, what breaks first at the top'));
    for (const key of keys)
      await report.step(`copy ${key.name} from the tray`, () => copyAndVerify(keyfob, key));
    await report.step('expiry notice', () => clickNotice(keyfob, window));
    await report.step('refresh in the background', () => watchRefresh(keyfob));
    await showUpkeep(report, { window, pictures: new WindowPictures(report, keyfob, window) });
    await showSecretAndFailure(report, window, keys);
    await report.step('restart serves the stored token', () => copyAfterRestart(keyfob, keys[0]));
    await report.step('the clipboard is empty after quit', async () => {
      await keyfob.app.quit();
      const texts = [
        await keyfob.desktop.clipboard.readClipboard(),
        await keyfob.desktop.clipboard.readClipboard('primary'),
      ];
      if (texts.some((text) => text !== '')) throw new Error('a token is still in the clipboard');
      return 'CLIPBOARD and PRIMARY';
    });
  } finally {
    await keyfob.stop();
  }
}

async function copyAndVerify(keyfob: RunningKeyfob, key: KeyToAdd): Promise<string> {
  const text = await keyfob.copyFromTray(key.name);
  const service = serviceOf(keyfob.services, key.serviceId);
  if (!(await service.testCall(text)))
    throw new Error('the service does not accept what is in the clipboard');
  const notice = await keyfob.desktop.notifications.waitFor(({ summary }) => summary === key.name);
  return `${notice.body}; the service accepts it`;
}

async function clickNotice(keyfob: RunningKeyfob, window: KeyfobWindow): Promise<string> {
  const notice = await keyfob.desktop.notifications.waitFor(({ summary }) => summary.includes('expires in'));
  keyfob.desktop.notifications.click(notice.id);
  await window.page.locator('tbody[data-shown]').waitFor();
  return `"${notice.summary}"; a click opens the key`;
}

async function watchRefresh(keyfob: RunningKeyfob): Promise<string> {
  const { oauth } = keyfob.services;
  const before = oauth.issuedTokens().length;
  const issued = await waitUntil('no new token was fetched', (shortLifetimeS + 5) * 1000, () =>
    oauth.issuedTokens().length > before ? oauth.issuedTokens() : undefined,
  );
  const [former, latest] = issued.slice(-2);
  const ageS = ((latest?.issuedAtMs ?? 0) - (former?.issuedAtMs ?? 0)) / 1000;
  return `a token of ${shortLifetimeS} s was replaced after ${ageS.toFixed(0)} s, nobody asked`;
}

async function showSecretAndFailure(
  report: DemoReport,
  window: KeyfobWindow,
  keys: readonly KeyToAdd[],
): Promise<void> {
  const [celerdata] = keys;
  if (celerdata === undefined) return;
  await report.step('reveal a secret', async () => {
    await window.eye(celerdata.name).click();
    await window.page.getByText(celerdata.secrets[0] ?? '').waitFor();
    await window.screenshot(report.screenshot('revealed.png', 'One secret revealed, for 30 seconds'));
    await window.eye(celerdata.name).click();
    const masked = !(await window.page.content()).includes(celerdata.secrets[0] ?? '');
    if (!masked) throw new Error('the secret is still in the page');
    return 'shown by the eye, gone after the second press';
  });
  await report.step('a wrong secret is explained', async () => {
    await window.openAddForm(celerdata.presetName);
    await window.fill({
      ...celerdata,
      name: 'celerdata dev',
      fields: { ...celerdata.fields, clientSecret: 'wrong' },
    });
    const verdict = await window.test();
    await window.screenshot(report.screenshot('failed-test.png', 'A test that failed, and what to do'));
    await window.page.keyboard.press('Escape');
    await window.page.getByRole('button', { name: 'Discard' }).click();
    return verdict;
  });
  await report.step('dark theme', async () => {
    await window.page.getByRole('radio', { name: 'Dark' }).click({ force: true });
    await window.page.locator('html[data-theme="dark"]').waitFor();
    await window.screenshot(report.screenshot('dark.png', 'Dark'));
    return 'switched in the window';
  });
}

async function copyAfterRestart(keyfob: RunningKeyfob, key: KeyToAdd | undefined): Promise<string> {
  if (key === undefined) throw new Error('there is no key');
  await keyfob.app.quit();
  keyfob.services.journal.clear();
  await keyfob.restart(['--hidden']);
  // Not before the vault is open.
  await keyfob.waitForTrayEntry(key.name);
  const text = await keyfob.copyFromTray(key.name);
  const asked = keyfob.services.journal.exchangeCount({ service: key.serviceId });
  const accepted = await serviceOf(keyfob.services, key.serviceId).testCall(text);
  if (asked > 0 || !accepted)
    throw new Error(`${asked} requests, token ${accepted ? 'accepted' : 'refused'}`);
  return 'no request to the provider, the service accepts the token';
}
