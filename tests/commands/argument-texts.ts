import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandRunner } from '#core/ports';
import { seededRandom } from '../kill/seeded-random.ts';
import { installScript } from './real-programs.ts';

/** What shells, `printf`, Windows and terminals make something of. */
const pieces = [
  ...' \t\n\r;&|<>()[]{}$`"\'\\!*?~#=%^,:@+-./',
  ...[
    '$(id)',
    '`id`',
    '$HOME',
    '{a,b}',
    '$IFS',
    '&&',
    '||',
    '>>',
    '<<EOF',
    '$((1+1))',
    '%PATH%',
    '%s%n',
    '\\0',
  ],
  ...[
    '--',
    '-n',
    '-e',
    '--help',
    '../',
    '/etc/passwd',
    '\u001b[31m',
    '\u0001',
    '\u007f',
    'ü',
    '🔑',
    '\u202e',
    'a',
  ],
];

/** Hands generated texts to a script, many at once, and counts those that do not arrive as they are. */
export async function countAltered(
  runner: CommandRunner,
  folder: string,
  texts: number,
  seed: number,
): Promise<number> {
  const random = seededRandom(seed);
  const pick = () => pieces[Math.floor(random() * pieces.length)] ?? '';
  const path = join(realpathSync(folder), 'arguments');
  installScript(path, `#!/bin/sh\nfor each; do printf '%s\\0' "$each"; done\n`);
  const approval = await runner.inspect(path);
  if (!approval.ok) return texts;
  let altered = 0;
  for (let left = texts; left > 0; left -= 50) {
    const sent = Array.from({ length: Math.min(left, 50) }, () =>
      Array.from({ length: Math.floor(random() * 12) }, pick).join(''),
    );
    const answer = await runner.run(approval.value, sent);
    const arrived = answer.ok ? answer.value.reveal().split('\0') : [];
    altered += sent.filter((text, at) => arrived[at] !== text).length;
    altered += Math.abs(arrived.length - 1 - sent.length);
  }
  return altered;
}
