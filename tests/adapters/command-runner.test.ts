import { mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commandLimits, PosixCommandRunner } from '#adapters/command-runner';
import { runCommands } from '../bar/checks/run-commands.ts';
import { makeProgramFolder } from '../commands/program-folder.ts';
import { installScript, realProgramRules, realPrograms } from '../commands/real-programs.ts';
import {
  approved,
  type CommandRunnerSubject,
  commandRunnerContract,
  outputOf,
} from '../contracts/command-runner-contract.ts';
import { FakeCommandRunner, type FakeProgram } from '../fakes/fake-command-runner.ts';

const folder = makeProgramFolder();
afterAll(() => folder.remove());
const real = realPrograms(new PosixCommandRunner(), folder.path);

function fakePrograms(): CommandRunnerSubject {
  const runner = new FakeCommandRunner();
  return {
    runner,
    install: (name, { prints, exitCode = 0, mode = 0o755 }) => {
      const content = JSON.stringify({ prints, exitCode });
      const main: FakeProgram['main'] = (args) => {
        if (prints === 'forever') return null;
        return {
          output: prints === 'arguments' ? args.map((arg) => `${arg}\0`).join('') : prints.text,
          exitCode,
        };
      };
      runner.programs.set(`/opt/${name}`, { content, mode, main });
      return { path: `/opt/${name}`, content };
    },
    uninstall: (path) => runner.programs.delete(path),
  };
}

/** Windows has no such programs (and the runner refuses all of its own), macOS shows less of them. */
const isLinux = process.platform === 'linux';
const subjects: [string, CommandRunnerSubject][] = [['the test runner', fakePrograms()]];
if (isLinux) subjects.push(['real programs', real]);

describe.each(subjects)('command runner contract: %s', (_name, subject) => {
  it.each(commandRunnerContract)('$rule', ({ check }) => check(subject));
});

describe.runIf(isLinux)('a real program', () => {
  it.each(realProgramRules)('$rule', ({ check }) => check({ ...real, folder: folder.path }));

  it('is approved where a link leads to it', async () => {
    const { path } = real.install('behind-a-link', { prints: { text: 'a-token' } });
    mkdirSync(join(folder.path, 'links'));
    symlinkSync(path, join(folder.path, 'links/to-tool'));
    symlinkSync('links', join(folder.path, 'also-links'));
    const command = await approved(real.runner, join(folder.path, 'also-links/to-tool'));
    expect(command.path).toBe(path);
    expect(await outputOf(real.runner, command)).toBe('a-token');
  });

  it('may be one that is no script, and knows its own path', async () => {
    const command = await approved(real.runner, '/bin/cat');
    expect(command.path).toBe(realpathSync('/bin/cat'));
    expect(await outputOf(real.runner, command, ['/proc/self/cmdline'])).toBe(
      `${command.path}\0/proc/self/cmdline\0`,
    );
    expect(readFileSync('/proc/self/cmdline', 'utf8')).not.toContain(command.path);
  });

  it.each([
    ['a null character', ['a\0b']],
    ['more than the system takes', ['x'.repeat(3_000_000)]],
  ])('is not started with arguments of %s', async (_what, args) => {
    const command = await approved(real.runner, '/bin/true');
    expect(await real.runner.run(command, args)).toEqual({
      ok: false,
      failure: { kind: 'commandFailed', reason: 'cannotStart' },
    });
  });

  it('is not started when its interpreter or format is not one of this system', async () => {
    const path = join(realpathSync(folder.path), 'odd');
    for (const [content, reason] of [
      ['#!/bin/keyfob-no-such-interpreter\n', 'commandNotFound'],
      [`\x7fELF${'\0'.repeat(200)}`, null],
    ] as const) {
      installScript(path, content);
      const found = await real.runner.inspect(path);
      if (reason !== null) expect(found).toMatchObject({ failure: { kind: 'commandRefused', reason } });
      else expect(await real.runner.run(await approved(real.runner, path), [])).toMatchObject({ ok: false });
    }
  });

  it('is never run where the system does not tell who may change it', async () => {
    const runner = new PosixCommandRunner(commandLimits, null);
    const refusal = { ok: false, failure: { kind: 'commandRefused', reason: 'notOnThisSystem' } };
    expect(await runner.inspect('/bin/true')).toEqual(refusal);
    expect(await runner.run({ path: '/bin/true', sha256: '' }, [])).toEqual(refusal);
  });
});

it.runIf(isLinux)(
  'keeps the rules for commands, in the reduced size (NW-18)',
  async () => {
    const { figure, passed } = await runCommands('reduced');
    expect(passed, figure).toBe(true);
  },
  60_000,
);
