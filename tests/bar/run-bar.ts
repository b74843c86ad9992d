import { buildApp } from '../../build/build-app.ts';
import { resolveElectron } from '../../build/electron-runtime.ts';
import { PlainError, runScript } from '../../build/plain-error.ts';
import { ensureSystemPackages } from '../../build/system-libraries.ts';
import { allChecks } from './all-checks.ts';
import type { CheckGroup, Report } from './check-group.ts';

/**
 * `npm run bar [id…]`: the full figures, one line per check. A check that could not run fails the bar: nothing is known
 * of what it looks at.
 */
async function runBar(): Promise<number> {
  const known = allChecks.flatMap(({ ids }) => ids);
  const wanted = process.argv.length > 2 ? process.argv.slice(2) : known;
  const unknown = wanted.filter((id) => !known.includes(id));
  if (unknown.length > 0) throw new PlainError(`No such check: ${unknown}. There are: ${known.join(' ')}`);
  if (process.platform === 'linux') await ensureSystemPackages(['run', 'desktop', 'faults']);
  await resolveElectron();
  await buildApp();
  const startedAtMs = Date.now();
  let failed = 0;
  for (const group of allChecks) failed += await runGroup(group, wanted);
  const minutes = ((Date.now() - startedAtMs) / 60_000).toFixed(1);
  console.log(`\n${wanted.length - failed} of ${wanted.length} checks pass, in ${minutes} min`);
  return failed === 0 ? 0 : 1;
}

/** Runs the wanted checks of a group and gives the number of those that failed or did not run. */
async function runGroup(group: CheckGroup, wanted: readonly string[]): Promise<number> {
  const open = new Set(group.ids.filter((id) => wanted.includes(id)));
  if (open.size === 0) return 0;
  let failed = 0;
  const tell = (id: string, figure: string, passed: boolean) => {
    open.delete(id);
    if (!passed) failed += 1;
    console.log(`${id.padEnd(16)} ${figure}  ${passed ? 'pass' : 'FAIL'}`);
  };
  const report: Report = async (id, check) => {
    if (!open.has(id)) return;
    try {
      const { figure, passed } = await check();
      tell(id, figure, passed);
    } catch (error) {
      tell(id, `did not run: ${reasonOf(error)}`, false);
    }
  };
  try {
    await group.run(report);
  } catch (error) {
    for (const id of [...open]) tell(id, `did not run: ${reasonOf(error)}`, false);
  }
  for (const id of [...open]) tell(id, 'did not run: its group left it out', false);
  return failed;
}

/** One line: errors of a browser hold its whole log. */
function reasonOf(error: unknown): string {
  return String(error instanceof Error ? error.message : error)
    .split('\n', 1)
    .join('')
    .slice(0, 300);
}

await runScript(runBar);
