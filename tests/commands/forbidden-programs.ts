import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLimits, PosixCommandRunner } from '#adapters/command-runner';
import type { Result } from '#core/failure';
import type { CommandRunner } from '#core/ports';
import { type Attempt, makeScene, type Scene } from './attempt-scene.ts';
import { changes } from './changed-programs.ts';
import { installScript } from './real-programs.ts';

/** What came of the attempts to get a program run against the rules. */
export interface ForbiddenRuns {
  readonly attempts: number;
  /** Names of attempts in which a program ran that must not. */
  readonly executed: readonly string[];
  /** Attempts that were stopped, but not for the reason that they are about. */
  readonly misjudged: readonly string[];
}

const foreignUserId = 65_534;

/** Files and folders of another user: root gives them away, anybody else is himself taken for another. */
function ofAnotherUser(scene: Scene, path: string): Promise<Result<unknown>> {
  if (process.getuid?.() !== 0) {
    return scene.tryToRun(scene.at('tool'), new PosixCommandRunner(commandLimits, foreignUserId));
  }
  chownSync(path, foreignUserId, foreignUserId);
  return scene.tryToRun(scene.at('tool'));
}

function withoutInterpreter(script: string): string {
  return script.replace(/^#!.*\n/, '');
}

const modes: readonly Attempt[] = [
  ['notAProgram', 'not executable', 0o644, 'tool'],
  ['notAProgram', 'set-user-ID', 0o4755, 'tool'],
  ['notAProgram', 'set-group-ID', 0o2755, 'tool'],
  ['writableByOthers', 'program of everybody', 0o757, 'tool'],
  ['writableByOthers', 'program of a group', 0o775, 'tool'],
  ['writableByOthers', 'folder of everybody', 0o777, ''],
  ['writableByOthers', 'folder of everybody where only owners delete', 0o1777, ''],
  ['writableByOthers', 'folder of a group', 0o770, ''],
].map(
  ([reason, name, mode, what]): Attempt => [
    String(reason),
    String(name),
    (scene) => {
      installScript(scene.at('tool'), scene.evil);
      chmodSync(scene.at(String(what)), Number(mode));
      return scene.tryToRun(scene.at('tool'));
    },
  ],
);

const places: readonly Attempt[] = [
  ...['tool', './tool', '../tool', '~/tool', '', ' /bin/sh', 'tool\0'].map(
    (path): Attempt => ['notAbsolute', `path ${JSON.stringify(path)}`, (scene) => scene.tryToRun(path)],
  ),
  ...['; SELF', ' && SELF', '$(SELF)', '`SELF`', '\nSELF', ' SELF', '\0'].map(
    (tail): Attempt => [
      tail === '\0' ? 'notAProgram' : 'commandNotFound',
      `path with ${JSON.stringify(tail)}`,
      (scene) => {
        installScript(scene.at('tool'), scene.evil);
        return scene.tryToRun(scene.at('tool') + tail.replace('SELF', scene.at('tool')));
      },
    ],
  ),
  [
    'writableByOthers',
    'folder of a group further up',
    (scene) => {
      mkdirSync(scene.at('inner'));
      installScript(scene.at('inner/tool'), scene.evil);
      chmodSync(scene.folder, 0o775);
      return scene.tryToRun(scene.at('inner/tool'));
    },
  ],
  [
    'writableByOthers',
    'link to a program in the folder of everybody',
    async (scene) => {
      const folder = mkdtempSync(join(tmpdir(), 'keyfob-everybody-'));
      installScript(join(folder, 'tool'), scene.evil);
      symlinkSync(join(folder, 'tool'), scene.at('link'));
      const answer = await scene.tryToRun(scene.at('link'));
      rmSync(folder, { recursive: true });
      return answer;
    },
  ],
  ['notOwned', 'program of another user', (scene) => ofAnotherUser(scene, scene.at('tool'))],
  ['notOwned', 'folder of another user', (scene) => ofAnotherUser(scene, scene.folder)],
];

const contents: readonly Attempt[] = [
  ...[
    ['', 'empty'],
    ['EVIL', 'no #! line'],
    ['\n#!/bin/sh\nEVIL', '#! not in front'],
    ['#!\nEVIL', 'no interpreter'],
    ['#!sh\nEVIL', 'interpreter in PATH'],
    ['#!./sh\nEVIL', 'interpreter by a relative path'],
    ['#!/bin/sh', '#! line without an end'],
    ['@echo off\r\nEVIL', 'batch file'],
    ['MZ\u0090\u0000EVIL', 'program for Windows'],
  ].map(
    ([content = '', name = '']): Attempt => [
      'notAProgram',
      name,
      (scene) => {
        installScript(scene.at('tool'), content.replace('EVIL', withoutInterpreter(scene.evil)));
        return scene.tryToRun(scene.at('tool'));
      },
    ],
  ),
  ...(
    [
      ['writableByOthers', 'interpreter of everybody', 0o777],
      ['notAProgram', 'interpreter that a shell would have to run', 0o755],
    ] as const
  ).map(
    ([reason, name, mode]): Attempt => [
      reason,
      name,
      (scene) => {
        installScript(scene.at('interpreter'), withoutInterpreter(scene.evil), mode);
        installScript(scene.at('tool'), `#!${scene.at('interpreter')}\n`);
        return scene.tryToRun(scene.at('tool'));
      },
    ],
  ),
  ['notAProgram', 'folder', (scene) => scene.tryToRun(scene.folder)],
  ['writableByOthers', 'device', (scene) => scene.tryToRun('/dev/null')],
  [
    'notAProgram',
    'pipe that nobody writes to',
    (scene) => {
      execFileSync('mkfifo', ['-m', '755', scene.at('pipe')]);
      return scene.tryToRun(scene.at('pipe'));
    },
  ],
];

/** Tries each way around the rules once, in a folder that is trusted. */
export async function runForbiddenPrograms(runner: CommandRunner, base: string): Promise<ForbiddenRuns> {
  const executed: string[] = [];
  const misjudged: string[] = [];
  const attempts = [...modes, ...places, ...contents, ...changes];
  for (const [at, [reason, name, act]] of attempts.entries()) {
    const mark = join(base, `executed-${at}`);
    const answer = await act(makeScene(runner, join(base, String(at)), `#!/bin/sh\n: > '${mark}'\n`));
    if (answer.ok || existsSync(mark)) executed.push(name);
    else if (answer.failure.reason !== reason) misjudged.push(`${name}: ${answer.failure.reason}`);
  }
  return { attempts: attempts.length, executed, misjudged };
}
