import { callInputs } from '#contract/calls';

/** A call as a page that somebody else controls might send it. */
export interface HostileMessage {
  readonly name: unknown;
  readonly input: unknown;
}

/** They close or replace the vault, after which little is left to be asked for. */
export const closingCalls: ReadonlySet<string> = new Set([
  'vault.lock',
  'vault.startAnew',
  'vault.restoreBackup',
]);
const names = Object.keys(callInputs).filter((name) => !closingCalls.has(name));
const foreignNames = [
  '__proto__',
  'constructor',
  'vault.dump',
  '',
  'toString',
  7,
  null,
  undefined,
  ['keys.reveal'],
  {},
];
const members = [
  'keyId',
  'fieldId',
  'draft',
  'name',
  'presetId',
  'fields',
  'runId',
  'importId',
  'items',
  'text',
  'pem',
  'passphrase',
  'current',
  'secret',
  'with',
  'exportId',
  'how',
  'formId',
  'theme',
  'index',
  'allowedHosts',
  'link',
  'backupId',
  'typed',
  'isUsed',
];
const huge = 'x'.repeat(10 * 1024 * 1024);

/** Messages put together from a seed; `knownIds` are ids that exist, so that some get as far as the use cases. */
export function hostileMessages(random: () => number, knownIds: readonly string[]): () => HostileMessage {
  const below = (most: number) => Math.floor(random() * most);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const texts = [
    '',
    'a',
    '../../etc/passwd',
    '\0',
    '\u202e',
    '😀',
    '{{',
    '$(x)',
    "' OR 1=1",
    '\ud800',
    'x'.repeat(5_000),
    ...knownIds,
  ];
  const leaf = (): unknown =>
    pick<() => unknown>([
      () => pick(texts),
      () => pick(texts),
      () => pick([0, -1, 1e308, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -0, 0.5]),
      () => 10n ** 30n,
      () => pick([true, false, null, undefined]),
      () => new Date(pick([0, Number.NaN, 8.64e15])),
      () => new Map([['keyId', pick(texts)]]),
      () => new Set([1]),
      () => new Uint8Array(below(64)),
      () => /(a+)+$/,
      () => new Error('x'),
      () => Symbol('x'),
      () => () => 1,
    ])();
  const value = (depth: number): unknown => {
    if (depth === 0 || random() < 0.5) return leaf();
    if (random() < 0.3) return Array.from({ length: below(4) }, () => value(depth - 1));
    return Object.fromEntries(Array.from({ length: below(5) }, () => [pick(members), value(depth - 1)]));
  };
  const odd = (): unknown =>
    pick<() => unknown>([
      () => withCycle(),
      () =>
        JSON.parse(
          '{"__proto__":{"keyId":"x","polluted":true},"constructor":{"prototype":{"polluted":true}}}',
        ),
      () => ({
        get keyId(): string {
          throw new Error(pick(knownIds));
        },
      }),
      () => deep(random() < 0.02 ? 100_000 : 200),
      () => ({ keyId: random() < 0.002 ? huge : 'x'.repeat(70_000) }),
      () => new Proxy({}, { ownKeys: () => pick([['a'], ['keyId', 'keyId']]) }),
      () => Object.create(null, { keyId: { value: 'x', enumerable: true } }),
    ])();
  return () => ({
    name: random() < 0.9 ? pick(names) : pick<unknown>(foreignNames),
    input: random() < 0.1 ? odd() : random() < 0.3 ? { keyId: pick(texts) } : value(3),
  });
}

function withCycle(): unknown {
  const one: Record<string, unknown> = { keyId: 'x' };
  one['draft'] = one;
  return one;
}

function deep(levels: number): unknown {
  let inner: unknown = 'x';
  for (let level = 0; level < levels; level += 1) inner = { draft: inner };
  return inner;
}
