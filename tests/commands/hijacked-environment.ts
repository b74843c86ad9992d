import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandRunner } from '#core/ports';
import { installScript } from './real-programs.ts';

/** Allowed scripts that would run another program, if Keyfob's own environment reached them. */
const scripts = {
  'program in PATH': '#!/bin/sh\nuname >/dev/null\n',
  'program in PATH by env': '#!/usr/bin/env evil\n',
  'program in PATH by /bin/sh -c': '#!/bin/sh\nsh -c evil\nexit 0\n',
  'file that bash reads first': '#!/bin/bash\n:\n',
  'file that sh reads first': '#!/bin/sh\n:\n',
  'module that Node loads first': `#!${realpathSync(process.execPath)}\n0\n`,
};

/** Runs them with an environment that points to such a program in every way; gives those that ran it. */
export async function hijackEnvironment(
  runner: CommandRunner,
  folder: string,
): Promise<{ attempts: number; executed: string[] }> {
  const mark = join(folder, 'executed');
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const name of ['uname', 'evil']) installScript(join(bin, name), `#!/bin/sh\n: > '${mark}'\n`);
  installScript(join(bin, 'evil.cjs'), `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')\n`);
  const hijack: Record<string, string> = {
    PATH: `${bin}:${process.env['PATH']}`,
    BASH_ENV: join(bin, 'evil'),
    ENV: join(bin, 'evil'),
    NODE_OPTIONS: `--require=${join(bin, 'evil.cjs')}`,
  };
  const before = Object.keys(hijack).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, hijack);
  const executed: string[] = [];
  try {
    for (const [at, [name, script]] of Object.entries(scripts).entries()) {
      const path = join(folder, `tool-${at}`);
      installScript(path, script);
      const approval = await runner.inspect(path);
      if (approval.ok) await runner.run(approval.value, []);
      if (!approval.ok || existsSync(mark)) executed.push(name);
    }
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
  return { attempts: Object.keys(scripts).length, executed };
}
