import fc from 'fast-check';
import { cheapFile } from '../adapters/age-tool.ts';
import { acme } from '../app/preset-files-rig.ts';

/** The passphrase of every encrypted file here. */
export const exportPassphrase = 'right passphrase';
/** In every secret here. */
export const exportCanary = 'canary-of-export';

/** A file that somebody has Keyfob open, and what is typed for it. */
export interface HostileExport {
  readonly kind: string;
  readonly bytes: Uint8Array;
  readonly passphrase: string;
}

const key = (index: number, presetId: string, fields: Record<string, string>, secrets: object) => ({
  id: `00000000-0000-4000-8000-00000000000${index}`,
  name: `key ${index}`,
  description: '',
  presetId,
  fields,
  secrets,
  extraCaPem: null,
  createdAtMs: 1_000,
  addedAtMs: 1_000,
  changedAtMs: 1_000,
  lastCopiedAtMs: null,
  lastHandedOutAtMs: null,
  keyExpiresAtMs: null,
  minimumValidityMs: 60_000,
  refreshMode: 'whileUsed',
  noticeLeadDays: [7, 1],
});

/** A good document, of which the hostile ones are made. */
export const goodExport = {
  format: 'keyfob-export',
  version: 1,
  exportedAtMs: 2_000,
  keys: [
    key(
      1,
      'celerdata',
      { host: 'https://cloud-api.celerdata.com', clientId: 'id' },
      { clientSecret: exportCanary },
    ),
    key(2, 'acme', {}, { apiKey: exportCanary }),
    key(
      3,
      'oauth2-token-exchange',
      { tokenUrl: 'https://sts.example/token', subjectToken: '00000000-0000-4000-8000-000000000001' },
      {},
    ),
  ],
  presets: [JSON.parse(acme({ host: 'acme.example' }))],
};
const goodText = JSON.stringify(goodExport);

const oddName = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  'id',
  'name',
  'secrets',
  'version',
  '',
);
const oddValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(-1, 1e308, 2 ** 53, '\u202e', '\ud800', 'x'.repeat(5_000), [], {}),
  fc.constantFrom(...goodExport.keys),
);
/** Where in the document, as numbers that lead from the outside to the inside, and what is put there; undefined removes it. */
const edit = fc.tuple(
  fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }),
  fc.option(oddName),
  fc.option(oddValue),
);
const editedText = fc.array(edit, { minLength: 1, maxLength: 3 }).map((edits) => {
  const document: unknown = JSON.parse(goodText);
  for (const each of edits) applyEdit(document, ...each);
  return JSON.stringify(document);
});
const change = fc.tuple(fc.constantFrom('put', 'cut', 'insert', 'end'), fc.nat(), fc.nat(255));
const changes = fc.array(change, { minLength: 1, maxLength: 6 });
const passphrase = fc.constantFrom(
  exportPassphrase,
  exportPassphrase,
  '',
  'wrong',
  '\u0000',
  'x'.repeat(1_024),
);
const headerLine = fc.oneof(
  fc.tuple(fc.string({ maxLength: 30 }), fc.string({ maxLength: 8 })).map(([a, b]) => `-> scrypt ${a} ${b}`),
  fc.nat().map((factor) => `-> scrypt bBkDFf9M4Sg4VEAQfKPcQA ${factor > 12 ? factor + 21 : factor}`),
  fc.constantFrom('-> X25519 AAAA', '->', '-> ', '--- AAAA', '', '-> scrypt'),
  fc.string({ unit: 'binary', maxLength: 100 }),
);
const headers = fc
  .array(headerLine, { maxLength: 6 })
  .map((lines) => `age-encryption.org/v1\n${lines.join('\n')}\n`);

/** Files that a slip, a bad disk or somebody with bad intentions could make. */
export async function hostileExports(count: number, seed: number): Promise<HostileExport[]> {
  const sealed = await cheapFile(goodText, exportPassphrase);
  const armored = Buffer.from(sealed)
    .toString('base64')
    .replace(/(.{64})(?=.)/g, '$1\n');
  const armor = bytesOf(`-----BEGIN AGE ENCRYPTED FILE-----\n${armored}\n-----END AGE ENCRYPTED FILE-----\n`);
  const drawn = fc.oneof(
    made('random bytes', fc.uint8Array({ maxLength: 300 })),
    made(
      'changed text',
      changes.map((all) => changedBytes(bytesOf(goodText), all)),
    ),
    made('changed document', editedText.map(bytesOf)),
    made(
      'changed file',
      changes.map((all) => changedBytes(sealed, all)),
    ),
    made(
      'changed armor',
      changes.map((all) => changedBytes(armor, all)),
    ),
    made(
      'header',
      fc.tuple(headers, fc.uint8Array({ maxLength: 100 })).map(([h, b]) => Buffer.concat([bytesOf(h), b])),
    ),
    made('wrong passphrase', fc.constant(sealed)),
    made('sealed document', editedText.map(bytesOf)),
  );
  const files = fc.sample(drawn, { numRuns: count, seed });
  return Promise.all(
    files.map(async (file) => {
      if (file.kind !== 'sealed document') return file;
      const bytes = await cheapFile(new TextDecoder().decode(file.bytes), exportPassphrase);
      return { ...file, bytes, passphrase: exportPassphrase };
    }),
  );
}

/** Files that are as large as may be. */
export function* hugeExports(bytes: number): Generator<HostileExport> {
  const plain = (kind: string, text: string) => ({ kind, bytes: bytesOf(text), passphrase: '' });
  const start = '{"format":"keyfob-export","version":1,"exportedAtMs":1,"presets":';
  yield plain('nested', '['.repeat(bytes));
  yield plain('nested preset', `${start}[${'['.repeat(bytes / 4)}${']'.repeat(bytes / 4)}],"keys":[]}`);
  yield plain('one text', `"${'x'.repeat(bytes - 2)}"`);
  yield plain(
    'many keys',
    `${start}[],"keys":[${`${JSON.stringify(goodExport.keys[0])},`.repeat(bytes / 500)}0]}`,
  );
  yield plain('many numbers', `[${'0,'.repeat(bytes / 2 - 2)}0]`);
}

function made(kind: string, bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<HostileExport> {
  return fc.tuple(bytes, passphrase).map(([content, typed]) => ({ kind, bytes: content, passphrase: typed }));
}

function applyEdit(document: unknown, path: readonly number[], name: string | null, value: unknown): void {
  let at = document;
  for (const [depth, step] of path.entries()) {
    if (typeof at !== 'object' || at === null) return;
    const parts = at as Record<string, unknown>;
    const names = Object.keys(parts);
    const chosen = names[step % Math.max(1, names.length)] ?? '';
    if (depth < path.length - 1) {
      at = parts[chosen];
      continue;
    }
    const target = name ?? chosen;
    // A value of its own each time: the next edit may go into it.
    const own = structuredClone(value);
    if (value === null) delete parts[target];
    else
      Object.defineProperty(parts, target, {
        value: own,
        enumerable: true,
        configurable: true,
        writable: true,
      });
  }
}

function changedBytes(bytes: Uint8Array, all: readonly (readonly [string, number, number])[]): Uint8Array {
  let now = Buffer.from(bytes);
  for (const [how, place, byte] of all) {
    const at = place % Math.max(1, now.length);
    if (how === 'put') now[at] = byte;
    else if (how === 'cut') now = Buffer.concat([now.subarray(0, at), now.subarray(at + 1 + byte)]);
    else if (how === 'insert')
      now = Buffer.concat([now.subarray(0, at), Buffer.of(byte, byte), now.subarray(at)]);
    else if (byte < 64) now = now.subarray(0, at);
  }
  return now;
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
