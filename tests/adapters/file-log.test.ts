import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileLog } from '#adapters/file-log';
import { Secret } from '#core/secret';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'keyfob-log-'));
  folder = join(parent, 'logs');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

function lines(): Record<string, unknown>[] {
  const text = readFileSync(join(folder, 'keyfob.log'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

it('writes one JSON object an event', () => {
  new FileLog(folder).write('exchange.failed', { keyId: 'a-b', status: 503, isRetry: true, host: null });
  expect(lines()).toEqual([
    {
      event: 'exchange.failed',
      keyId: 'a-b',
      status: 503,
      isRetry: true,
      host: null,
      at: expect.any(String),
    },
  ]);
});

it.each([
  ['a sentence of a provider', 'The client_secret "s3cr3t" is wrong'],
  ['an address with a query', 'https://host/token?key=s3cr3t'],
  ['JSON', '{"token":"s3cr3t"}'],
  ['more than one line', 'a\ns3cr3t'],
  ['a long token', 's3cr3t'.repeat(14)],
  ['base64 with padding', 's3cr3t=='],
  ['a header', 'Basic s3cr3t+/s3cr3t'],
])('drops %s', (_name, text) => {
  const log = new FileLog(folder);
  log.write('event', { fact: text, [text]: 1 });
  log.write(text);
  expect(lines()).toEqual([
    { event: 'event', fact: '«dropped»', '«dropped»': 1, at: expect.any(String) },
    { event: '«dropped»', at: expect.any(String) },
  ]);
});

it('drops what is no plain fact', () => {
  const facts = { secret: new Secret('s3cr3t'), object: { a: 's3cr3t' }, nothing: undefined };
  new FileLog(folder).write('event', facts as never);
  expect(lines()[0]).toMatchObject({ secret: '«dropped»', object: '«dropped»', nothing: '«dropped»' });
});

it('keeps two files of at most 1 MiB, for this user only', () => {
  const before = process.umask(0);
  try {
    const log = new FileLog(folder);
    for (let i = 0; i < 30_000; i++) log.write('event', { text: 'x'.repeat(80), i });
  } finally {
    process.umask(before);
  }
  expect(readdirSync(folder).sort()).toEqual(['keyfob.1.log', 'keyfob.log']);
  for (const name of readdirSync(folder)) {
    const facts = statSync(join(folder, name));
    expect(facts.size).toBeLessThanOrEqual(1024 * 1024);
    expect(facts.mode & 0o777).toBe(0o600);
  }
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(lines().at(-1)).toMatchObject({ i: 29_999 });
});

it('goes on after a restart where it was, and repairs the mode', () => {
  new FileLog(folder).write('first');
  chmodSync(join(folder, 'keyfob.log'), 0o644);
  new FileLog(folder).write('second');
  expect(lines().map(({ event }) => event)).toEqual(['first', 'second']);
  expect(statSync(join(folder, 'keyfob.log')).mode & 0o777).toBe(0o600);
});

it.each([0o000, 0o022, 0o077])(
  'keeps its folder at 0700 under umask %i, also one that was wider',
  (umask) => {
    const before = process.umask(umask);
    try {
      new FileLog(folder).write('event');
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      chmodSync(folder, 0o755);
      new FileLog(folder).write('event');
      expect(statSync(folder).mode & 0o777).toBe(0o700);
    } finally {
      process.umask(before);
    }
  },
);

it('does not stop the app when it cannot be written', () => {
  writeFileSync(folder, 'a file where the folder should be');
  const log = new FileLog(folder);
  expect(() => log.write('event')).not.toThrow();
  rmSync(folder);
  log.write('later');
  expect(lines()).toHaveLength(1);
});
