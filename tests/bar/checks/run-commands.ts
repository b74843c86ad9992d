import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { commandLimits, PosixCommandRunner } from '#adapters/command-runner';
import { countAltered } from '../../commands/argument-texts.ts';
import { runForbiddenPrograms } from '../../commands/forbidden-programs.ts';
import { hijackEnvironment } from '../../commands/hijacked-environment.ts';
import { makeProgramFolder } from '../../commands/program-folder.ts';
import { runStubbornPrograms } from '../../commands/stubborn-programs.ts';
import { runSwappedPrograms } from '../../commands/swapped-programs.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

/** `graceMs`: what ending a run may take beyond its limit. The reduced size runs beside other tests and judges no times. */
const sizes = {
  reduced: { texts: 100, swappedRuns: 20, limits: { ...commandLimits, timeMs: 1_000 }, graceMs: 60_000 },
  full: { texts: 2_000, swappedRuns: 1_000, limits: commandLimits, graceMs: 1_000 },
};

/** NW-18: programs run by the rules of P7 alone, get their arguments as they are, and end with all that they started. */
export async function runCommands(size: CheckSize, seed = Date.now() % 1_000_000): Promise<CheckResult> {
  const { texts, swappedRuns, limits, graceMs } = sizes[size];
  const runner = new PosixCommandRunner();
  const folder = makeProgramFolder();
  const part = (name: string) => {
    const path = join(folder.path, name);
    mkdirSync(path);
    return path;
  };
  try {
    const altered = await countAltered(runner, part('arguments'), texts, seed);
    const hijacked = await hijackEnvironment(runner, part('hijacked'));
    const forbidden = await runForbiddenPrograms(runner, part('forbidden'));
    const swapped = await runSwappedPrograms(runner, part('swapped'), swappedRuns);
    const stubborn = await runStubbornPrograms(limits, part('stubborn'));
    const executed = [...hijacked.executed, ...forbidden.executed];
    const misjudged = [...forbidden.misjudged, ...stubborn.misjudged];
    return {
      figure: [
        `${texts} arguments: ${altered} altered`,
        `${hijacked.attempts + forbidden.attempts} ways around the rules: ${told(executed)} executed`,
        `${swappedRuns} runs during swaps (${swapped.printed} printed): ${swapped.executed} executed`,
        `${stubborn.programs} stubborn programs: answered after at most ${(stubborn.longestMs / 1000).toFixed(1)} s, ` +
          `${stubborn.left} processes left`,
        `${told(misjudged)} judged otherwise (seed ${seed})`,
      ].join('; '),
      passed:
        altered + executed.length + swapped.executed + stubborn.left + misjudged.length === 0 &&
        stubborn.longestMs <= limits.timeMs + graceMs,
    };
  } finally {
    folder.remove();
  }
}

function told(names: readonly string[]): string {
  return names.length === 0 ? '0' : `${names.length} (${names.join(', ')})`;
}
