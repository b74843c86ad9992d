import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { buildApp } from '../build/build-app.ts';
import { resolveElectron } from '../build/electron-runtime.ts';
import { PlainError, runScript } from '../build/plain-error.ts';
import { ensureSystemPackages } from '../build/system-libraries.ts';
import { checkBuiltFiles } from './built-files.ts';

const resultFolder = 'out/test-results';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** `npm test`: everything that CI runs. Each step prints what it did; the last line counts the tests. */
async function runTests(): Promise<number> {
  const startedAtMs = Date.now();
  rmSync(resultFolder, { recursive: true, force: true });
  mkdirSync(resultFolder, { recursive: true });
  if (process.platform === 'linux') await ensureSystemPackages(['run', 'desktop']);
  await resolveElectron();
  await step('format and lint', 'biome', ['ci', '--error-on-warnings', '--colors=off', '.']);
  await step('types', 'tsc', ['-b']);
  await buildApp();
  checkBuiltFiles();
  // The desktop tests mostly wait for an app, and the one of `idle` for nothing: others have the computer meanwhile.
  const shares = [
    ['desktop', '1/3'],
    ['unit', '1/2'],
    ['desktop', '2/3'],
    ['unit', '2/2'],
    ['desktop', '3/3'],
  ] as const;
  const waiting = shares.values();
  const counts: Counts[] = [];
  const lane = async (jobs: Iterable<readonly [project: string, share?: string]>) => {
    for (const [project, share] of jobs) counts.push(await vitest(project, share));
  };
  await Promise.all([lane(waiting), lane(waiting), lane([['idle'], ['renderer']])]);
  const passed = counts.reduce((sum, project) => sum + project.passed, 0);
  const failed = counts.reduce((sum, project) => sum + project.failed, 0);
  console.log(`\nAll steps took ${Math.round((Date.now() - startedAtMs) / 1000)} s.`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/**
 * Runs one Vitest project or a share of its files; one without a single test is a failure, because it proves nothing. What it
 * writes is shown at its end: two at a time would write between each other's lines.
 */
async function vitest(project: string, share = '1/1'): Promise<Counts> {
  const name = `${project}-${share.replace('/', '-of-')}`;
  const [file, log] = [`${resultFolder}/${name}.json`, `${resultFolder}/${name}.log`];
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  console.log(`${name}: runs and writes to ${log}`);
  const code = await run('vitest', ['run', '--project', project, `--shard=${share}`, ...reporters], log);
  process.stdout.write(readFileSync(log));
  const result = JSON.parse(readFileSync(file, 'utf8')) as { numPassedTests: number; numFailedTests: number };
  const failed = result.numFailedTests + (code !== 0 && result.numFailedTests === 0 ? 1 : 0);
  if (result.numPassedTests + failed === 0) throw new PlainError(`The tests of "${name}" did not run.`);
  console.log(`${name}: ${result.numPassedTests} passed, ${failed} failed`);
  return { passed: result.numPassedTests, failed };
}

async function step(name: string, tool: string, args: readonly string[]): Promise<void> {
  const startedAtMs = Date.now();
  if ((await run(tool, args)) !== 0) throw new PlainError(`Step "${name}" failed; the reason is above.`);
  console.log(`${name}: done in ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`);
}

function run(tool: string, args: readonly string[], logFile?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const output = logFile === undefined ? 'inherit' : openSync(logFile, 'w');
    const child = spawn(`node_modules/.bin/${tool}`, [...args], { stdio: ['ignore', output, output] });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

await runScript(runTests);
