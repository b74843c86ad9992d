import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ClockScene, ClockSeen } from '../../simulation/set-clock-child.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const hourS = 3_600;
const dayS = 24 * hourS;
const yearS = 365 * dayS;
const scenes: Readonly<Record<CheckSize, Pick<ClockScene, 'offsetsS' | 'lastsMs'>>> = {
  full: {
    // Each change, and the way back.
    offsetsS: [hourS, 0, -hourS, 0, dayS, 0, -dayS, 0, yearS, 0, -yearS, 0],
    lastsMs: 20_000,
  },
  reduced: { offsetsS: [-hourS, hourS], lastsMs: 1_500 },
};

/** The library that sets the clock of one process; null where it is not installed (Debian: `libfaketime`). */
export function faketimeLibrary(): string | null {
  const folders = existsSync('/usr/lib')
    ? readdirSync('/usr/lib').map((name) => `/usr/lib/${name}/faketime`)
    : [];
  return folders.map((folder) => `${folder}/libfaketime.so.1`).find((path) => existsSync(path)) ?? null;
}

/**
 * SC-04 for real: the app in a process of its own, with the clocks, timers and vault of the product; libfaketime sets its wall
 * clock while it runs. The uptime, by which the tokens are judged, and the timers stay as they are.
 */
export async function setRealClock(size: CheckSize): Promise<CheckResult> {
  const library = faketimeLibrary();
  if (library === null) return { figure: 'libfaketime is not installed', passed: false };
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-faketime-'));
  const offsetFile = join(folder, 'offset');
  writeFileSync(offsetFile, '+0');
  const scene: ClockScene = { ...scenes[size], offsetFile };
  try {
    const child = fileURLToPath(new URL('../../simulation/set-clock-child.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', child, JSON.stringify(scene)],
      {
        env: {
          ...process.env,
          LD_PRELOAD: library,
          FAKETIME_TIMESTAMP_FILE: offsetFile,
          FAKETIME_NO_CACHE: '1',
          FAKETIME_DONT_FAKE_MONOTONIC: '1',
          DONT_FAKE_MONOTONIC: '1',
        },
        timeout: 600_000,
      },
    );
    const seen = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as ClockSeen;
    const changes = scene.offsetsS.length;
    const wasMoved = seen.movedS > hourS / 2;
    return {
      figure:
        `real clocks, ${changes} changes by libfaketime (${(seen.movedS / hourS).toFixed(0)} h in all), ${scene.lastsMs / 1000} s each: ` +
        `${seen.handedOut} hand-outs, ${seen.expired} expired, at most ${seen.most} requests a key and change`,
      passed: wasMoved && seen.expired === 0 && seen.most <= 2 && seen.handedOut > 0,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
