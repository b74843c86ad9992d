import { copyFileSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { commandLimits, PosixCommandRunner } from '#adapters/command-runner';
import type { CommandLimits } from '#adapters/command-runner-process';
import type { Result } from '#core/failure';
import type { CommandRunner } from '#core/ports';
import type { Secret } from '#core/secret';
import { installScript } from './real-programs.ts';

/** What became of programs that do not want to end. */
export interface StubbornRuns {
  readonly programs: number;
  /** Those with another outcome than the rules say. */
  readonly misjudged: readonly string[];
  /** Processes that still lived when the runner had answered. */
  readonly left: number;
  /** Of the slowest, from the call to the answer. */
  readonly longestMs: number;
}

/** SLEEP stands for a program of the folder that sleeps for a day, so that its path is in every command line. */
const programs: readonly [expected: string, name: string, script: string][] = [
  ['commandTimedOut', 'sleeps', 'exec SLEEP'],
  ['commandTimedOut', 'waits for a child', 'SLEEP'],
  ['commandTimedOut', 'ignores signals', "trap '' TERM HUP INT QUIT\nwhile :; do SLEEP; done"],
  ['commandTimedOut', 'stops itself', 'kill -STOP $$\nSLEEP'],
  ['commandTimedOut', 'closes its output and goes on', 'exec >&-\nSLEEP'],
  ['commandTimedOut', 'prints a little for ever', 'while :; do echo x; sleep 0.2; done'],
  ['commandTimedOut', 'takes all of a processor', 'while :; do :; done'],
  ['commandTimedOut', 'waits for a child without the environment', 'env -i setsid SLEEP &\nwait'],
  ['commandTimedOut', 'starts daemons all the time', 'while :; do setsid SLEEP & sleep 0.2; done'],
  ['a-token', 'leaves a child', 'SLEEP >/dev/null &\necho a-token'],
  ['a-token', 'leaves a child that holds its output', 'SLEEP &\necho a-token'],
  ['a-token', 'leaves a daemon', 'setsid SLEEP >/dev/null 2>&1 &\necho a-token'],
  ['a-token', 'leaves a daemon that holds its output', 'setsid SLEEP &\necho a-token'],
  ['a-token', 'leaves a daemon that forked twice', '(setsid sh -c "SLEEP & SLEEP" &)\necho a-token'],
  [
    'a-token',
    'leaves forty daemons',
    'for n in 1 2 3 4 5 6 7 8; do for m in 1 2 3 4 5; do setsid SLEEP & done; done\necho a-token',
  ],
  ['commandExit', 'leaves a daemon and fails', 'setsid SLEEP &\nexit 1'],
  ['tooMuchOutput', 'prints a gigabyte', 'head -c 1073741824 /dev/zero\nSLEEP'],
  ['tooMuchOutput', 'prints for ever', 'exec yes'],
  ['tooMuchOutput', 'prints for ever from a daemon', 'setsid yes &\nSLEEP'],
];

/** How many run at the same time. */
const atOnce = 4;

/** Runs them all, those that must be stopped with these limits. */
export async function runStubbornPrograms(limits: CommandLimits, folder: string): Promise<StubbornRuns> {
  const sleep = join(folder, 'sleep');
  copyFileSync(realpathSync('/bin/sleep'), sleep);
  const all: { expected: string; name: string; outcome: string; tookMs: number }[] = [];
  const waiting = [...programs.entries()];
  const runInTurn = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, [expected, name, script]] = next;
      const path = join(folder, `stubborn-${at}`);
      installScript(path, `#!/bin/sh\n${script.replaceAll('SLEEP', `'${sleep}' 86400`)}\n`);
      const runner = new PosixCommandRunner(expected === 'commandTimedOut' ? limits : commandLimits);
      all.push({ expected, name, ...(await timedRun(runner, path)) });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, runInTurn));
  return {
    programs: all.length,
    misjudged: all
      .filter(({ expected, outcome }) => outcome !== expected)
      .map(({ name, outcome }) => `${name}: ${outcome}`),
    left: processesNaming(folder).length,
    longestMs: Math.max(...all.map(({ tookMs }) => tookMs)),
  };
}

async function timedRun(runner: CommandRunner, path: string): Promise<{ outcome: string; tookMs: number }> {
  const approval = await runner.inspect(path);
  const startedAtMs = performance.now();
  const answer = approval.ok ? await runner.run(approval.value, []) : approval;
  return { outcome: outcomeOf(answer), tookMs: performance.now() - startedAtMs };
}

function outcomeOf(answer: Result<unknown>): string {
  return answer.ok
    ? (answer.value as Secret).reveal().trim()
    : (answer.failure.reason ?? answer.failure.kind);
}

/** Living processes whose command line holds a text. Found without anything that the runner goes by. */
export function processesNaming(text: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((id) => {
      try {
        return Number.isInteger(id) && readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(text);
      } catch {
        return false;
      }
    });
}
