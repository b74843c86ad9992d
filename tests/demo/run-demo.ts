import { mkdirSync, rmSync } from 'node:fs';
import { buildApp } from '../../build/build-app.ts';
import { resolveElectron } from '../../build/electron-runtime.ts';
import { PlainError } from '../../build/plain-error.ts';
import { ensureSystemPackages } from '../../build/system-libraries.ts';
import { DemoReport } from './demo-report.ts';
import { showFurtherWays } from './show-further-ways.ts';
import { showMainJob } from './show-main-job.ts';
import { showPanel } from './show-panel.ts';

/** Where the report and its pictures go. */
export const demoFolder = 'out/demo';

/**
 * The demo: the main job with no account and no display. It always uses a virtual desktop of its own, so that it
 * touches neither your keyring nor your clipboard.
 */
export async function runDemo(): Promise<number> {
  if (process.platform !== 'linux') {
    throw new PlainError(
      'The demo needs Linux, where it can make a desktop of its own. Here, use "npm start".',
    );
  }
  await ensureSystemPackages(['run', 'desktop', 'panel']);
  const { electronVersion } = await resolveElectron();
  await buildApp();
  rmSync(demoFolder, { recursive: true, force: true });
  mkdirSync(demoFolder, { recursive: true });
  const report = new DemoReport(demoFolder);
  await showMainJob(report);
  await showFurtherWays(report);
  await showPanel(report);
  report.write(`Electron ${electronVersion}`);
  console.log(`\nReport and screenshots: ${demoFolder}/report.md`);
  return report.failedSteps === 0 ? 0 : 1;
}
