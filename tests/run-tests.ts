import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { buildApp } from '../build/build-app.ts';
import { resolveElectron } from '../build/electron-runtime.ts';
import { PlainError, runScript } from '../build/plain-error.ts';
import { ensureSystemPackages } from '../build/system-libraries.ts';
import { checkBuiltFiles } from './built-files.ts';

const resultFolder = 'out/test-results';

interface Counts {
  passed: number;
  failed: number;
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
  const counts: Counts = { passed: 0, failed: 0 };
  for (const project of ['unit', 'renderer', 'desktop']) add(counts, await vitest(project));
  console.log(`\nAll steps took ${Math.round((Date.now() - startedAtMs) / 1000)} s.`);
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return counts.failed === 0 ? 0 : 1;
}

/** Runs one Vitest project; a project without a single test is a failure, because it proves nothing. */
async function vitest(project: string): Promise<Counts> {
  const file = `${resultFolder}/${project}.json`;
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  const code = await run('vitest', ['run', '--project', project, ...reporters]);
  const result = JSON.parse(readFileSync(file, 'utf8')) as { numPassedTests: number; numFailedTests: number };
  const failed = result.numFailedTests + (code !== 0 && result.numFailedTests === 0 ? 1 : 0);
  if (result.numPassedTests + failed === 0) throw new PlainError(`The tests of "${project}" did not run.`);
  console.log(`${project}: ${result.numPassedTests} passed, ${failed} failed`);
  return { passed: result.numPassedTests, failed };
}

function add(sum: Counts, part: Counts): void {
  sum.passed += part.passed;
  sum.failed += part.failed;
}

async function step(name: string, tool: string, args: readonly string[]): Promise<void> {
  const startedAtMs = Date.now();
  if ((await run(tool, args)) !== 0) throw new PlainError(`Step "${name}" failed; the reason is above.`);
  console.log(`${name}: done in ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`);
}

function run(tool: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(`node_modules/.bin/${tool}`, [...args], { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

await runScript(runTests);
