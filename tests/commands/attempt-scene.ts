import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '#core/failure';
import type { CommandRunner } from '#core/ports';
import { installScript } from './real-programs.ts';

/** A folder of its own for one attempt. Whatever runs there against the rules leaves a file. */
export interface Scene {
  readonly runner: CommandRunner;
  readonly folder: string;
  /** A script that leaves its mark. */
  readonly evil: string;
  /** A place in the folder. */
  at(name: string): string;
  /** Installs an ordinary program, has it approved, lets something happen, and runs it. */
  afterApproval(happens: (path: string) => void): Promise<Result<unknown>>;
  /** Approves and runs. */
  tryToRun(path: string, runner?: CommandRunner): Promise<Result<unknown>>;
}

/** A way around the rules, and the reason for which it must be stopped. */
export type Attempt = readonly [
  reason: string,
  name: string,
  act: (scene: Scene) => Promise<Result<unknown>>,
];

/** As long as any other program here, for one that is written over without a trace. */
export const harmless = `#!/bin/sh\necho a-token\n${'#'.repeat(500)}\n`;
/** Makes the folder, with an ordinary program named `tool` in it. */
export function makeScene(runner: CommandRunner, folder: string, evil: string): Scene {
  const at = (name: string) => join(folder, name);
  mkdirSync(folder);
  installScript(at('tool'), harmless);
  const tryToRun = async (path: string, by = runner) => {
    const approval = await by.inspect(path);
    return approval.ok ? by.run(approval.value, []) : approval;
  };
  const afterApproval = async (happens: (path: string) => void) => {
    const approval = await runner.inspect(at('tool'));
    happens(at('tool'));
    return approval.ok ? runner.run(approval.value, []) : approval;
  };
  return { runner, folder, evil, at, tryToRun, afterApproval };
}
