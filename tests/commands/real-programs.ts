import assert from 'node:assert/strict';
import { chmodSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { CommandRunner } from '#core/ports';
import {
  approved,
  type CommandRunnerSubject,
  outputOf,
  type ProgramBehaviour,
} from '../contracts/command-runner-contract.ts';
import type { ContractCase } from '../contracts/contract-case.ts';

/** A runner of real programs, which are scripts in a folder. */
export function realPrograms(runner: CommandRunner, folder: string): CommandRunnerSubject {
  return {
    runner,
    install: (name, behaviour) => {
      const path = join(realpathSync(folder), name);
      const content = script(behaviour);
      installScript(path, content, behaviour.mode);
      return { path, content };
    },
    uninstall: (path) => rmSync(path),
  };
}

/** Writes a program at once, so that no process ever finds half of it. */
export function installScript(path: string, content: string, mode = 0o755): void {
  const fresh = `${path}.new`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, content);
  chmodSync(fresh, mode);
  renameSync(fresh, path);
}

function script({ prints, exitCode = 0 }: ProgramBehaviour): string {
  const line =
    prints === 'forever'
      ? 'exec sleep 60'
      : prints === 'arguments'
        ? `for each; do printf '%s\\0' "$each"; done`
        : `printf '%s' '${prints.text.replaceAll("'", `'\\''`)}'`;
  return `#!/bin/sh\n${line}\nexit ${exitCode}\n`;
}

/** What only real programs can tell about how they are run. */
export const realProgramRules: readonly ContractCase<CommandRunnerSubject & { readonly folder: string }>[] = [
  {
    rule: 'gives a program four variables and none of its own',
    check: async ({ runner }) => {
      process.env['KEYFOB_TEST_CANARY'] = 'canary';
      const command = await approved(runner, realpathSync('/usr/bin/env'));
      const variables = (await outputOf(runner, command)).trimEnd().split('\n').toSorted();
      assert.deepEqual(
        variables.map((each) => each.replace(/(KEYFOB_COMMAND)=[\w-]{36}/, '$1=…')),
        [`HOME=${homedir()}`, 'KEYFOB_COMMAND=…', 'LANG=C.UTF-8', 'PATH=/usr/bin:/bin:/usr/sbin:/sbin'],
      );
    },
  },
  {
    rule: 'gives a program no open file but an empty stdin, its stdout and a stderr that leads nowhere',
    check: async ({ runner, folder }) => {
      const path = join(realpathSync(folder), 'files');
      installScript(path, '#!/bin/sh\nread line\nprintf "%s\\n" "[$line]"\nls -l /proc/$$/fd\n');
      const [stdin, ...files] = (await outputOf(runner, await approved(runner, path))).trim().split('\n');
      assert.equal(stdin, '[]');
      // The shell itself holds the script open, from 10 on; an empty file is as good as none.
      const opened = files.flatMap(
        (line) =>
          line
            .match(/ (\d+) -> (\S+)/)
            ?.slice(1, 3)
            .join(' ') ?? [],
      );
      const own = opened.filter((each) => !/^\d\d+ .*\/files$|^(?:[3-9]|\d\d+) \/dev\/null$/.test(each));
      assert.deepEqual(
        own.map((each) => each.replace(/:\[\d+\]$/, '')),
        ['0 /dev/null', '1 socket', '2 /dev/null'],
      );
    },
  },
  {
    rule: 'starts a program in the root folder, in a session of its own, under its own name',
    check: async ({ runner, folder }) => {
      const path = join(realpathSync(folder), 'place');
      installScript(path, '#!/bin/sh\necho "$PWD $0"\ncut -d" " -f5,6 "/proc/$$/stat"\necho "$$"\n');
      const [place, group, id] = (await outputOf(runner, await approved(runner, path))).trim().split('\n');
      assert.equal(place, `/ ${path}`);
      assert.equal(group, `${id} ${id}`);
    },
  },
];
