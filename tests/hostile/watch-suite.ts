import { appendFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterAll, expect, vi } from 'vitest';
import { type Canary, canaryOf, findCanaries } from '../canary/canary.ts';
import { spellingsOf } from '../canary/spellings.ts';
import { ErrorWatch, type ThrownError } from './error-watch.ts';

/** What one test file threw, failed with, and hid: a line of JSON in the file that KEYFOB_WATCH_REPORT names. */
export interface WatchedFile {
  readonly file: string;
  readonly secrets: number;
  readonly thrown: number;
  /** Thrown by the tests themselves, such as an assertion: these may show what they compared. */
  readonly thrownByTests: number;
  readonly failures: number;
  /** Secrets in errors and in failures. */
  readonly hits: readonly string[];
}

// A setup file of Vitest: the product's own modules are recorded in every test file, and not changed.

const recorded = vi.hoisted(() => ({ secrets: new Set<string>(), failures: [] as unknown[] }));

vi.mock('#core/secret', async (importOriginal) => {
  const original = await importOriginal<typeof import('#core/secret')>();
  class Secret extends original.Secret {
    constructor(text: string) {
      super(text);
      recorded.secrets.add(text);
    }
  }
  return { ...original, Secret };
});
vi.mock('#core/failure', async (importOriginal) => {
  const original = await importOriginal<typeof import('#core/failure')>();
  const fail: typeof original.fail = (...facts) => {
    const failed = original.fail(...facts);
    recorded.failures.push(failed);
    return failed;
  };
  return { ...original, fail };
});
vi.mock('#core/providers/classify-failure', async (importOriginal) => {
  const original = await importOriginal<typeof import('#core/providers/classify-failure')>();
  const classifyFailure: typeof original.classifyFailure = (...given) => {
    const failure = original.classifyFailure(...given);
    recorded.failures.push(failure);
    return failure;
  };
  return { ...original, classifyFailure };
});

const watch = await ErrorWatch.start();

afterAll(async () => {
  const thrown = await watch.stop();
  const canaries = [...recorded.secrets].flatMap(canariesOf);
  const ours = thrown.filter((error) => !isOfTests(error));
  const failures = recorded.failures.map(
    (failure) => `${JSON.stringify(failure)} ${inspect(failure, { depth: 9 })}`,
  );
  const hits = [
    ...ours.flatMap(({ text, files }) =>
      findCanaries(text, canaries, `${text.split(':', 1)} of ${ownFile(files)}`),
    ),
    ...failures.flatMap((text) => findCanaries(text, canaries, `a failure: ${text.slice(0, 200)}`)),
  ];
  const report: WatchedFile = {
    file: expect.getState().testPath?.split('/tests/')[1] ?? '',
    secrets: canaries.length,
    thrown: ours.length,
    thrownByTests: thrown.length - ours.length,
    failures: failures.length,
    hits: hits.map(({ spelling, where }) => `${spelling} in ${where}`),
  };
  appendFileSync(process.env['KEYFOB_WATCH_REPORT'] ?? '/dev/null', `${JSON.stringify(report)}\n`);
});

/** Texts that could stand in an error by chance are no proof of a leak. */
function canariesOf(text: string): Canary[] {
  if (text.length < 12 || new Set(text).size < 6) return [];
  return text.length < 24 ? [{ label: '', text, spellings: spellingsOf(text) }] : [canaryOf('', text)];
}

/** An assertion can fail where none of our functions runs any more. */
function isOfTests({ text, files }: ThrownError): boolean {
  return ownFile(files).startsWith('tests/') || text.startsWith('AssertionError');
}

/** The innermost file of this repository; empty where only Node and packages were running. */
function ownFile(files: readonly string[]): string {
  const own = files.find(
    (file) => /\/(electron|tests|renderer)\//.test(file) && !file.includes('/node_modules/'),
  );
  return /\/((?:electron|tests|renderer)\/.*)$/.exec(own ?? '')?.[1] ?? '';
}
