import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FailureKindView, FailureView } from '#contract/view';
import { reasonWords } from '#contract/words/failure-reason-words';
import { failureWords } from '#contract/words/failure-words';
import { failureKinds } from '#core/failure';
import type { KeyringProblem, LockReason, VaultProblem } from '#core/ports';
import type { ParsedBody } from '#core/providers/parse-body';
import type { TokenProblem } from '#core/providers/token-text';

const host = 'svc.example';
const words = (failure: FailureView, place?: 'test') => failureWords({ host, ...failure }, place);

/** Reasons that are values of a type: the compiler keeps these lists whole. */
const answerProblems: Record<TokenProblem | Extract<ParsedBody, { kind: 'badJson' }>['reason'], true> = {
  noToken: true,
  tokenTooLong: true,
  tokenCharacters: true,
  notJson: true,
  repeatedMember: true,
  tooDeep: true,
};
/** Reasons of a closed vault, which have words of their own (contract/words/vault-words.ts). */
const vaultProblems: Record<KeyringProblem | VaultProblem | LockReason, true> = {
  passphraseNeeded: true,
  byUser: true,
  idle: true,
  screenLocked: true,
  suspended: true,
  unavailable: true,
  askedInVain: true,
  weak: true,
  notAnswering: true,
  keyChanged: true,
  damaged: true,
  inUse: true,
  newerFormat: true,
  unusableFile: true,
};

/** A reason as it stands in the source, after its kind or alone. */
const afterKind = [/fail\('(\w+)',\s*\{[^{}]*?\breason:\s*'(\w+)'/g, /\['(\w+)',\s*'(\w+)'\]/g];
const alone = [/()\breason:\s*'(\w+)'/g, /()\b(?:refuse|unusable)\('(\w+)'/g];

function typeScriptIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => readFileSync(join(folder, name), 'utf8'));
}

function reasonsInSource(patterns: readonly RegExp[]): { kind: string; reason: string }[] {
  return ['core', 'app', 'adapters', 'main']
    .flatMap((layer) => typeScriptIn(join('electron', layer)))
    .flatMap((text) => patterns.flatMap((pattern) => [...text.matchAll(pattern)]))
    .map(([, kind = '', reason = '']) => ({ kind, reason }))
    .filter(({ reason }) => !Object.hasOwn(vaultProblems, reason));
}

describe('reasons', () => {
  const isKind = (kind: string): kind is FailureKindView =>
    (failureKinds as readonly string[]).includes(kind);
  const withKind = reasonsInSource(afterKind).flatMap(({ kind, reason }) =>
    isKind(kind) ? [{ kind, reason }] : [],
  );
  const all = [...withKind, ...reasonsInSource(alone)].map(({ reason }) => reason);

  it('are found in the source', () => {
    const pairs = withKind.map(({ kind, reason }) => `${kind} ${reason}`);
    for (const pair of ['unusableAnswer expiredOnArrival', 'serviceFailed webPage', 'invalidInput colon'])
      expect(pairs).toContain(pair);
    for (const reason of ['oddPort', 'notSuccess', 'tokenType', 'notAnOrigin', 'staticKey', 'noOutput'])
      expect(all).toContain(reason);
  });

  it('have words each, with every kind that gives them', () => {
    expect(withKind.filter((given) => reasonWords(given) === undefined)).toEqual([]);
    // A code of the network is shown as it is, so these two kinds have words for all.
    const kinds = failureKinds.filter((kind) => kind !== 'unreachable' && kind !== 'certificateRefused');
    const hasWords = (reason: string) => kinds.some((kind) => reasonWords({ kind, reason }) !== undefined);
    expect(all.filter((reason) => !hasWords(reason))).toEqual([]);
    for (const reason of Object.keys(answerProblems))
      expect(reasonWords({ kind: 'unusableAnswer', reason }), reason).toBeTruthy();
  });

  it('of the network are told in words or as they are', () => {
    const title = (kind: FailureKindView, reason: string) => words({ kind, reason }).title;
    expect(title('unreachable', 'ENOTFOUND')).toBe(`No connection to ${host}: its name is not known.`);
    expect(title('unreachable', 'EPROTO')).toBe(`No connection to ${host}: EPROTO.`);
    expect(title('certificateRefused', 'CERT_HAS_EXPIRED')).toMatch(/not trusted: it has expired\.$/);
    expect(words({ kind: 'unreachable' }).title).toBe(`No connection to ${host}.`);
  });
});

describe('words', () => {
  it.each(failureKinds)('of %s say what to do, in each place', (kind) => {
    for (const place of [undefined, 'test'] as const) {
      const { title, whatToDo } = words({ kind, reason: 'neverHeardOf' }, place);
      expect(title).toMatch(/\.$/);
      expect(whatToDo).toMatch(/^[A-Z].{10,}\.$/);
      if (kind !== 'unreachable' && kind !== 'certificateRefused')
        expect(title).not.toContain('neverHeardOf');
    }
  });

  it('of a test promise nothing that happens later', () => {
    const reasons = [undefined, 'webPage', 'unknownError'];
    const all = failureKinds.flatMap((kind) =>
      reasons.map((reason) => words({ kind, retryAfterMs: 600_000, ...(reason && { reason }) }, 'test')),
    );
    for (const { whatToDo } of all) expect(whatToDo).not.toMatch(/by itself|until then|waits/);
    expect(words({ kind: 'timedOut' }, 'test').whatToDo).toMatch(/Then test again\.$/);
  });

  it('of a refused test call do not blame the key', () => {
    const refused = { kind: 'refused', step: 'testCall', httpStatus: 403 } as const;
    const { title, whatToDo } = words(refused, 'test');
    expect(title).toBe(`The token was issued, but ${host} refused the test call. It said: HTTP 403.`);
    expect(whatToDo).toMatch(/key itself works.*permission or scope/);
    expect(words({ ...refused, reason: 'staticKey' }, 'test').title).toContain('refused this key.');
    expect(words({ kind: 'refused', step: 'answer' }, 'test').whatToDo).toMatch(/then test again\.$/);
  });

  it('of a dead token send the user to the clock', () => {
    const { title, whatToDo } = words({ kind: 'unusableAnswer', step: 'token', reason: 'expiredOnArrival' });
    expect(title).toMatch(/: the token has expired on arrival\.$/);
    expect(whatToDo).toContain('clock');
  });

  it('of an answer that cannot be used add what the service says, where it says something', () => {
    const title = (more: object) => words({ kind: 'unusableAnswer', httpStatus: 418, ...more }).title;
    const first = `The answer of ${host} cannot be used: its status is unexpected.`;
    expect(title({ reason: 'unexpectedStatus' })).toBe(first);
    const said = { providerCode: 'teapot', providerMessage: 'short and stout' };
    expect(title({ reason: 'unexpectedStatus', ...said })).toBe(
      `${first} It said: HTTP 418, teapot, short and stout.`,
    );
  });

  it('of a licence that has ended do not send the user to the secret', () => {
    const { title, whatToDo } = words({ kind: 'refused', step: 'answer', httpStatus: 402 });
    expect(title).toBe(`${host} asks for a licence or a payment. It said: HTTP 402.`);
    expect(whatToDo).toMatch(/licence.*then choose "Try again"\.$/);
    expect(whatToDo).not.toMatch(/secret/);
  });

  it('of a web page in between send the user to VPN and proxy', () => {
    const { title, whatToDo } = words({ kind: 'serviceFailed', reason: 'webPage', httpStatus: 403 });
    expect(title).toContain('A web page answered in place of');
    expect(whatToDo).toMatch(/VPN and proxy.*tries again by itself/);
    expect(words({ kind: 'serviceFailed', reason: 'unknownError' }).whatToDo).not.toContain(
      'Nothing is wrong',
    );
  });

  it('of a clipboard that Wayland keeps closed name the package', () => {
    const { whatToDo } = words({ kind: 'clipboardFailed', reason: 'waylandToolsMissing' });
    expect(whatToDo).toContain('wl-clipboard');
  });

  it('of a wait hold no number that would not count down', () => {
    const { whatToDo } = words({ kind: 'rateLimited', retryAfterMs: 600_000 });
    expect(whatToDo).toBe('Keyfob waits as long as it asks, then tries again by itself.');
  });
});
