import { readdirSync } from 'node:fs';
import { canaryOf, describeHits } from '../../canary/canary.ts';
import { scanFolder } from '../../canary/scan-folder.ts';
import type { RunningKeyfob } from '../../desktop/flows/running-keyfob.ts';
import { isAlive } from '../../desktop/rig/process-table.ts';
import { waitUntil } from '../../desktop/rig/wait-until.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const killsOf = { reduced: 2, full: 50 };

/**
 * RN-18: the process of the page and the one that draws are killed, again and again. The tray goes on and copies fresh tokens, the
 * window opens again within 2 s, and there is no dump of a crash and no secret in a file. A page that crashes during a press of the tray is included.
 */
export async function surviveCrashes(keyfob: RunningKeyfob, size: CheckSize): Promise<CheckResult> {
  const kills = killsOf[size];
  let slowestMs = 0;
  let copies = 0;
  for (let n = 0; n < kills; n += 1) {
    await keyfob.window();
    // A fault, for which the system writes a dump where it may, in turn with an end that nothing hears of.
    const how = n % 2 === 0 ? 'SIGSEGV' : 'SIGKILL';
    const drawing = await drawingProcess(keyfob);
    if (drawing !== undefined) await kill(drawing, how);
    await kill(await keyfob.pageProcessId(), how);
    await waitUntil('the window of the killed page stays', 5_000, async () =>
      (await windows(keyfob)) === 0 ? true : undefined,
    );
    if ((await keyfob.copyFromTray('celerdata prod')) !== '') copies += 1;
    const startedAtMs = Date.now();
    await keyfob.openWindow();
    slowestMs = Math.max(slowestMs, Date.now() - startedAtMs);
  }
  const secret = canaryOf('celerdata secret', keyfob.services.celerdata.credential.secret);
  const { hits, files } = scanFolder(keyfob.desktop.folder, [secret]);
  const dumps = [
    ...readdirSync(keyfob.desktop.folder, { recursive: true, encoding: 'utf8' }),
    // Where the app was started.
    ...readdirSync(process.cwd()),
  ].filter((name) => /\.dmp$|\bcore(\.\d+)?$/.test(name));
  const isRunning = keyfob.app.isRunning();
  return {
    figure:
      `${kills} kills each of the page and of what draws: ${isRunning ? 'the app lives' : 'the app DIED'}, ${copies} copies by the tray between them, ` +
      `window back after ${slowestMs} ms at most; ${dumps.length} dumps, ${hits.length} secrets in ${files} files ${describeHits(hits)}`,
    passed:
      isRunning &&
      copies === kills &&
      dumps.length + hits.length === 0 &&
      (size === 'reduced' || slowestMs <= 2_000),
  };
}

function windows(keyfob: RunningKeyfob): Promise<number> {
  return keyfob.app.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
}

function drawingProcess(keyfob: RunningKeyfob): Promise<number | undefined> {
  return keyfob.app.inMain(({ app }) => app.getAppMetrics().find(({ type }) => type === 'GPU')?.pid);
}

async function kill(id: number, how: 'SIGSEGV' | 'SIGKILL'): Promise<void> {
  process.kill(id, how);
  await waitUntil('a killed process lives on', 5_000, () => !isAlive(id) || undefined);
}
