import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { buildApp } from '../../build/build-app.ts';
import { resolveElectron } from '../../build/electron-runtime.ts';
import { runScript } from '../../build/plain-error.ts';
import { ensureSystemPackages } from '../../build/system-libraries.ts';
import { benchCopyLatency } from './copy-latency.ts';
import { benchStartAndMemory } from './start-and-memory.ts';

/** `npm run bench`: figures of the real app beside a bare Electron tray app, alternating in one run. */
async function runBench(): Promise<number> {
  await ensureSystemPackages(['run', 'desktop']);
  const { electronVersion } = await resolveElectron();
  await buildApp();
  const lines = [
    `Electron ${electronVersion}, ${cpus().length} cores, Node ${process.versions.node}`,
    ...(await benchStartAndMemory()),
    ...(await benchCopyLatency()),
  ];
  console.log(lines.join('\n'));
  mkdirSync('out/bench', { recursive: true });
  writeFileSync('out/bench/report.txt', `${lines.join('\n')}\n`);
  return 0;
}

await runScript(runBench);
