import { BARE_APP_FOLDER } from '../desktop/rig/app-arguments.ts';
import { startDesktop } from '../desktop/rig/virtual-desktop.ts';
import { measureStart, percentile, type StartMeasurement } from './measure-app.ts';

const pairs = 7;
/** After this pause both apps have finished what they do at start. */
const idleMs = 3_000;

/** Start to tray icon and idle memory with the tray only, Keyfob and a bare Electron tray app in turns. */
export async function benchStartAndMemory(): Promise<string[]> {
  const desktop = await startDesktop();
  const keyfob: StartMeasurement[] = [];
  const bare: StartMeasurement[] = [];
  try {
    // One start of each that is not counted: the first one reads everything from the disk.
    for (let pair = -1; pair < pairs; pair++) {
      const bareStart = await measureStart(
        desktop,
        { appFolder: BARE_APP_FOLDER, userDataDir: `${desktop.folder}/bare` },
        idleMs,
      );
      const args = ['--hidden'];
      const keyfobStart = await measureStart(
        desktop,
        { userDataDir: `${desktop.folder}/keyfob`, args },
        idleMs,
      );
      if (pair < 0) continue;
      bare.push(bareStart);
      keyfob.push(keyfobStart);
    }
  } finally {
    await desktop.stop();
  }
  return [
    ratioLine('start to tray icon', 'ms', keyfob.map(toTray), bare.map(toTray)),
    ratioLine('idle memory (PSS, tray only)', 'MiB', keyfob.map(idle), bare.map(idle)),
  ];
}

function toTray(start: StartMeasurement): number {
  return start.toTrayMs;
}

function idle(start: StartMeasurement): number {
  return start.idlePssMib;
}

/** Median of each and the median of the ratios pair by pair, which a slow moment of the machine moves least. */
function ratioLine(what: string, unit: string, ours: readonly number[], theirs: readonly number[]): string {
  const ratios = ours.map((value, at) => value / (theirs[at] ?? Number.NaN));
  const medians = [ours, theirs].map((values) => Math.round(percentile(values, 0.5)));
  return `${what}: Keyfob ${medians[0]} ${unit}, bare Electron ${medians[1]} ${unit}, ratio ${percentile(ratios, 0.5).toFixed(2)} (median of ${ours.length} pairs)`;
}
