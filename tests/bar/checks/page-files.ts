import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allowNamedFunctions } from '../../desktop/flows/named-functions.ts';
import type { RunningKeyfob } from '../../desktop/flows/running-keyfob.ts';
import { REPOSITORY_FOLDER } from '../../desktop/rig/app-arguments.ts';
import { seededRandom } from '../../kill/seeded-random.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const urlsOf = { reduced: 500, full: 100_000 };
const atOnce = 500;

const pieces = [
  '..',
  '.',
  '%2e%2e',
  '%2E.',
  '..%2f',
  '%252e%252e',
  '/',
  '//',
  '\\',
  '%5c',
  '%00',
  '\0',
  '?',
  '#',
  ';',
  ':',
  '@',
  '%',
  '%zz',
  'index.html',
  'assets',
  'main',
  'index.js',
  'etc/passwd',
  'C:',
  'file:///',
  '\u202e',
  '\u2028',
  'é',
  '%c0%ae',
  '%uff0e',
  '::$DATA',
  'a'.repeat(300),
  '\\\\host\\share',
  'package.json',
  'preload/index.cjs',
  ' ',
  '\t',
  '\n',
  '~',
  '*',
  '//keyfob/',
  '[::1]',
];
const hosts = [
  'keyfob',
  'keyfob',
  'keyfob',
  'KEYFOB',
  'other',
  'keyfob:80',
  'u:p@keyfob',
  'keyfob.',
  '',
  'keyfob%2f',
  '127.0.0.1',
  '..',
];

/**
 * RN-05: the handler of the page's protocol in the real app, asked for URLs put together from what path traversals are made of.
 * Each answer is one of the listed files, byte for byte and with its type, or "Not found".
 */
export async function fuzzPageFiles(keyfob: RunningKeyfob, size: CheckSize): Promise<CheckResult> {
  await allowNamedFunctions(keyfob);
  const random = seededRandom(5);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const url = () =>
    `app:${pick(['//', '//', '//', '/', ''])}${pick(hosts)}${Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(['/', '/', '']) + pick(pieces)).join('')}`;
  const allowed = allowedBodies();
  let outside = 0;
  let found = 0;
  let odd = 0;
  let refused = 0;
  for (let done = 0; done < urlsOf[size]; done += atOnce) {
    const urls = Array.from({ length: Math.min(atOnce, urlsOf[size] - done) }, url);
    const answers = await keyfob.app.inMain(async ({ session }, asked) => {
      const own = session.fromPartition('keyfob', { cache: false });
      const { createHash } = process.getBuiltinModule('node:crypto');
      return Promise.all(
        asked.map(async (each) => {
          try {
            const answer = await own.fetch(each);
            const body = Buffer.from(await answer.arrayBuffer());
            const { headers } = answer;
            return `${answer.status} ${createHash('sha256').update(body).digest('hex')} ${headers.get('content-type')} ${headers.get('x-content-type-options')}`;
          } catch {
            return 'refused';
          }
        }),
      );
    }, urls);
    for (const answer of answers) {
      if (answer === 'refused') refused += 1;
      else if (answer.startsWith('200 ') && allowed.has(answer.slice(4))) found += 1;
      else if (answer.startsWith('200 ')) outside += 1;
      else if (!answer.startsWith('404 ') || !answer.endsWith('text/plain; charset=utf-8 nosniff')) odd += 1;
    }
  }
  const isAlive = keyfob.app.isRunning();
  return {
    figure:
      `${urlsOf[size]} URLs: ${found} answered with a listed file, ${refused} refused by Chromium, ${outside} with anything else, ` +
      `${odd} odd answers, ${isAlive ? 'no crash' : 'CRASHED'}`,
    passed: outside === 0 && odd === 0 && found > 0 && isAlive,
  };
}

/** Hash, type and header of each file of the page. */
function allowedBodies(): ReadonlySet<string> {
  const folder = join(REPOSITORY_FOLDER, 'out/app/renderer');
  const { createHash } = process.getBuiltinModule('node:crypto');
  const types: Readonly<Record<string, string>> = {
    html: 'text/html; charset=utf-8',
    js: 'text/javascript; charset=utf-8',
    css: 'text/css; charset=utf-8',
    svg: 'image/svg+xml',
    png: 'image/png',
  };
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Set(
    files.map(({ parentPath, name }) => {
      const body = readFileSync(join(parentPath, name));
      const type = types[name.split('.').at(-1) ?? ''] ?? 'text/plain; charset=utf-8';
      return `${createHash('sha256').update(body).digest('hex')} ${type} nosniff`;
    }),
  );
}
