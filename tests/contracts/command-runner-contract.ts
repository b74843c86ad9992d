import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { ApprovedCommand, CommandRunner } from '#core/ports';
import type { ContractCase } from './contract-case.ts';

/** What a program of a test does. */
export interface ProgramBehaviour {
  /** Its arguments each end with a null character; `forever` prints nothing and does not end. */
  readonly prints: { readonly text: string } | 'arguments' | 'forever';
  readonly exitCode?: number;
  readonly mode?: number;
}

/** A runner, and a way to give it programs. */
export interface CommandRunnerSubject {
  readonly runner: CommandRunner;
  /** Puts a program, with its source, under a name, in place of any other, and gives its absolute path. */
  install(name: string, behaviour: ProgramBehaviour): { readonly path: string; readonly content: string };
  uninstall(path: string): void;
}

const prints = (text: string): ProgramBehaviour => ({ prints: { text } });

function refused(reason: string) {
  return { ok: false, failure: { kind: 'commandRefused', reason } };
}

function failed(reason: string) {
  return { ok: false, failure: { kind: 'commandFailed', reason } };
}

/** What an approval of a program is. */
export async function approved(runner: CommandRunner, path: string): Promise<ApprovedCommand> {
  const answer = await runner.inspect(path);
  assert.ok(answer.ok, JSON.stringify(answer));
  return answer.value;
}

/** The output of a run that succeeds. */
export async function outputOf(
  runner: CommandRunner,
  command: ApprovedCommand,
  args: readonly string[] = [],
) {
  const answer = await runner.run(command, args);
  assert.ok(answer.ok, JSON.stringify(answer));
  return answer.value.reveal();
}

/** What keys that are printed by a command rely on. */
export const commandRunnerContract: readonly ContractCase<CommandRunnerSubject>[] = [
  {
    rule: 'approves a program by its path and the SHA-256 of its content',
    check: async ({ runner, install }) => {
      for (const text of ['one', 'two']) {
        const { path, content } = install('tool', prints(text));
        const sha256 = createHash('sha256').update(content).digest('hex');
        assert.deepEqual(await runner.inspect(path), { ok: true, value: { path, sha256 } });
      }
    },
  },
  {
    rule: 'refuses to approve what is no absolute path, not there, not executable, or open to other users',
    check: async ({ runner, install }) => {
      const { path } = install('tool', prints('a-token'));
      for (const relative of ['tool', './tool', '', '~/tool']) {
        assert.deepEqual(await runner.inspect(relative), refused('notAbsolute'));
      }
      for (const absent of [`${path}-missing`, `${path}/tool`]) {
        assert.deepEqual(await runner.inspect(absent), refused('commandNotFound'));
      }
      for (const [mode, reason] of [
        [0o600, 'notAProgram'],
        [0o4755, 'notAProgram'],
        [0o720, 'writableByOthers'],
        [0o702, 'writableByOthers'],
      ] as const) {
        const other = install('other', { ...prints('a-token'), mode });
        assert.deepEqual(await runner.inspect(other.path), refused(reason), mode.toString(8));
      }
    },
  },
  {
    rule: 'gives what an approved program prints, to the last byte',
    check: async ({ runner, install }) => {
      for (const text of ['a-token', 'two\nlines\n', '', "ü 🔑 $(x) `y` 'z' \"", 'x'.repeat(65_536)]) {
        const command = await approved(runner, install('tool', prints(text)).path);
        assert.equal(await outputOf(runner, command), text);
      }
    },
  },
  {
    rule: 'hands arguments on as they are',
    check: async ({ runner, install }) => {
      const command = await approved(runner, install('tool', { prints: 'arguments' }).path);
      const args = ['', ' ', '$(id)', '`id`', ';id', '*', '~', '--', '-n', 'a b', 'a\nb', '"\'\\', 'ü', '%s'];
      assert.equal(await outputOf(runner, command, args), args.map((arg) => `${arg}\0`).join(''));
    },
  },
  {
    rule: 'says commandExit when a program ends with another code than 0, whatever it printed',
    check: async ({ runner, install }) => {
      for (const exitCode of [1, 2, 126, 255]) {
        const command = await approved(runner, install('tool', { ...prints('a-token'), exitCode }).path);
        assert.deepEqual(await runner.run(command, []), failed('commandExit'));
      }
    },
  },
  {
    rule: 'says tooMuchOutput for more than 64 KiB',
    check: async ({ runner, install }) => {
      const command = await approved(runner, install('tool', prints('x'.repeat(65_537))).path);
      assert.deepEqual(await runner.run(command, []), failed('tooMuchOutput'));
    },
  },
  {
    rule: 'runs nothing that is not the approved program any more',
    check: async ({ runner, install, uninstall }) => {
      const { path } = install('tool', prints('a-token'));
      const command = await approved(runner, path);
      install('tool', prints('another'));
      assert.deepEqual(await runner.run(command, []), refused('commandChanged'));
      install('tool', { ...prints('a-token'), mode: 0o777 });
      assert.deepEqual(await runner.run(command, []), refused('writableByOthers'));
      install('tool', prints('a-token'));
      assert.equal(await outputOf(runner, command), 'a-token');
      uninstall(path);
      assert.deepEqual(await runner.run(command, []), refused('commandNotFound'));
    },
  },
  {
    rule: 'says cancelled when it is stopped before or while it runs',
    check: async ({ runner, install }) => {
      const command = await approved(runner, install('tool', { prints: 'forever' }).path);
      const stopped = new AbortController();
      const before = runner.run(command, [], AbortSignal.abort());
      const during = runner.run(command, [], stopped.signal);
      setTimeout(() => stopped.abort(), 100);
      const cancelled = { ok: false, failure: { kind: 'cancelled' } };
      assert.deepEqual([await before, await during], [cancelled, cancelled]);
    },
  },
];
