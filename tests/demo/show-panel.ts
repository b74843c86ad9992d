import { setTimeout as wait } from 'node:timers/promises';
import { RunningKeyfob } from '../desktop/flows/running-keyfob.ts';
import { sixKeys } from '../desktop/flows/six-keys.ts';
import type { DemoReport } from './demo-report.ts';
import { soonExpiringS } from './show-main-job.ts';

/** What a person sees on a desktop with a real panel and notifications: the open tray menu and a notice. */
export async function showPanel(report: DemoReport): Promise<void> {
  const keyfob = await RunningKeyfob.start({
    desktop: { panel: true, size: { width: 1280, height: 800 } },
    services: { lifetimesS: { dataos: soonExpiringS } },
  });
  try {
    const { panel } = keyfob.desktop;
    await report.step('tray menu and notification in a real panel', async () => {
      await panel.waitForTrayIcons();
      const window = await keyfob.addKeys(sixKeys(keyfob.services));
      await wait(500);
      await panel.clickTrayIcon('secondary');
      await wait(500);
      await panel.screenshot(report.screenshot('panel.png', 'Tray menu and expiry notice on a desktop'));
      await panel.pressKeys('Escape');
      await window.page.close();
      return 'menu opened by a click on the icon';
    });
    await report.step('forms of a token in the tray menu', async () => {
      await panel.clickTrayIcon('secondary');
      // From the end of the menu: Quit, Open Keyfob, Lock, Copy as; then its keys, then the forms of the first one.
      for (const key of ['Up', 'Up', 'Up', 'Up', 'Right', 'Right']) {
        await panel.pressKeys(key);
        await wait(200);
      }
      await wait(500);
      await panel.screenshot(report.screenshot('copy-as.png', 'The forms in which a token can be copied'));
      await panel.pressKeys('Escape', 'Escape', 'Escape');
      return 'opened by the keyboard';
    });
  } finally {
    await keyfob.stop();
  }
}
