import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandRunner } from '#core/ports';

/** What came of runs while the program is swapped for another all the time. */
export interface SwappedRuns {
  readonly runs: number;
  /** The program that was not approved ran. */
  readonly executed: number;
  /** The approved one ran and its output was taken. */
  readonly printed: number;
}

/**
 * Another process swaps the folders of two programs as fast as it can, so that the path leads to either at any moment,
 * also between the check and the start. The approved one is `echo`, the other one `touch`: it leaves a file.
 */
export async function runSwappedPrograms(
  runner: CommandRunner,
  folder: string,
  runs: number,
): Promise<SwappedRuns> {
  const [first, second, away] = ['first', 'second', 'away'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const [place, program] of [
    [first, '/bin/echo'],
    [second, '/bin/touch'],
  ] as const) {
    mkdirSync(place);
    copyFileSync(realpathSync(program), join(place, 'tool'));
  }
  const approval = await runner.inspect(join(first, 'tool'));
  if (!approval.ok) throw new Error(`The program to swap was refused: ${approval.failure.reason}`);
  const swap = `const { renameSync: move } = require('node:fs');
    for (;;) { move(${[first, away].map(quoted)}); move(${[second, first].map(quoted)}); move(${[away, second].map(quoted)}); }`;
  const swapper = spawn(process.execPath, ['-e', swap], { stdio: 'ignore' });
  const mark = join(folder, 'executed-swapped');
  let [executed, printed] = [0, 0];
  try {
    for (let run = 0; run < runs; run += 1) {
      const answer = await runner.run(approval.value, [mark]);
      if (answer.ok) printed += 1;
      if (existsSync(mark)) executed += 1;
      rmSync(mark, { force: true });
    }
  } finally {
    swapper.kill('SIGKILL');
    await once(swapper, 'exit');
  }
  return { runs, executed, printed };
}

function quoted(path: string): string {
  return JSON.stringify(path);
}
