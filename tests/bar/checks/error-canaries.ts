import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY_FOLDER } from '../../desktop/rig/app-arguments.ts';
import type { WatchedFile } from '../../hostile/watch-suite.ts';
import type { CheckResult } from '../check-result.ts';

interface SuiteResult {
  readonly numTotalTests: number;
  readonly numFailedTests: number;
}

/**
 * NW-11: runs the unit tests of core, app and adapters with a debugger that stops at every throw, caught or not, and with every
 * failure and every secret recorded. None of the secrets that a test file used may stand in an error (with stack, causes and all
 * members) or a failure of the same file. Whether the tests pass is for others to say.
 */
export async function findSecretsInErrors(): Promise<CheckResult> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-errors-'));
  try {
    const reportFile = join(folder, 'report.jsonl');
    const { numTotalTests, numFailedTests } = await runSuite(join(folder, 'suite.json'), reportFile);
    const lines = readFileSync(reportFile, 'utf8').trim().split('\n');
    const files = lines.map((line) => JSON.parse(line) as WatchedFile);
    const sum = (count: (file: WatchedFile) => number) =>
      files.reduce((total, file) => total + count(file), 0);
    const hits = files.flatMap((file) => file.hits.map((hit) => `${hit} (${file.file})`));
    const thrown = sum((file) => file.thrown);
    const failures = sum((file) => file.failures);
    return {
      figure:
        `${hits.length} hits of ${sum((file) => file.secrets)} secrets in ${thrown} errors and ${failures} failures of ` +
        `${numTotalTests} tests (${numFailedTests} failed while watched)${hits
          .slice(0, 5)
          .map((hit) => `; ${hit}`)
          .join('')}`,
      passed: hits.length === 0 && thrown > 1_000 && failures > 1_000 && numTotalTests > 1_000,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runSuite(resultFile: string, reportFile: string): Promise<SuiteResult> {
  const vitest = join(REPOSITORY_FOLDER, 'node_modules', 'vitest', 'vitest.mjs');
  const config = join(REPOSITORY_FOLDER, 'tests', 'hostile', 'watched-suite.config.ts');
  const args = [
    vitest,
    'run',
    '--root',
    REPOSITORY_FOLDER,
    '--config',
    config,
    '--reporter=json',
    `--outputFile=${resultFile}`,
  ];
  const env = { ...process.env, KEYFOB_WATCH_REPORT: reportFile };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { env, maxBuffer: 1 << 28 }, (error) => {
      try {
        resolve(JSON.parse(readFileSync(resultFile, 'utf8')) as SuiteResult);
      } catch {
        reject(error ?? new Error('The tests left no result.'));
      }
    });
  });
}
