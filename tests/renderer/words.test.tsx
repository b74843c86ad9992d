import { expect, test } from 'vitest';
import { expiryLevel, expiryWords, summaryParts } from '#contract/words/key-words';
import { tokenWords } from '#contract/words/token-words';
import { visibleText } from '#contract/words/visible-text';
import { fromDateInput, toDateInput } from '../../renderer/src/features/key-form/form-dates.ts';
import { suggestName } from '../../renderer/src/features/key-form/suggest-name.ts';
import { day, key, minute, token } from './key-fixtures.ts';

test('unseen characters are written out, all others stay', () => {
  expect(visibleText('a\u202Eb\u0007\u200B')).toBe('a\\u202Eb\\u0007\\u200B');
  expect(visibleText('ключ 鍵 مفتاح 🔑')).toBe('ключ 鍵 مفتاح 🔑');
  expect(visibleText('a\u{E0041}\uD800')).toBe('a\\u{E0041}\\uD800');
});

test.each([
  [null, 'none'],
  [-1, 'expired'],
  [7 * day, 'week'],
  [7 * day + 1, 'month'],
  [30 * day, 'month'],
  [30 * day + 1, 'far'],
] as const)('a key that ends in %s ms is %s', (left, level) => {
  expect(expiryLevel(left, 0)).toBe(level);
});

test('expiry is told from both sides of it', () => {
  expect(expiryWords(12 * day, 0)).toBe('in 12 days');
  expect(expiryWords(0, 3 * day)).toBe('expired 3 days ago');
});

test('the summary names what needs attention, or says that nothing does', () => {
  const words = (keys: ReturnType<typeof key>[]) => summaryParts(keys, Date.now()).map((part) => part.words);
  const waiting = token({ state: 'needsYou' });
  expect(words([key(), key()])).toEqual(['2 keys', 'all fresh']);
  expect(words([key(), key({ token: waiting })])).toEqual(['2 keys', '1 needs you']);
  expect(words([key({ keyExpiresAtMs: Date.now() + 9 * day })])).toEqual([
    '1 key',
    'all fresh',
    '1 expires within 30 days',
  ]);
  expect(words([])).toEqual([]);
});

test('a token past its end is called expired, and the next try has its time', () => {
  const nowMs = Date.now();
  expect(tokenWords(token({ expiresAtMs: nowMs - 1 }), nowMs).remaining).toBe('expired');
  const retrying = token({ state: 'retrying', retryAtMs: nowMs + minute });
  expect(tokenWords(retrying, nowMs).state).toMatch(/^Retrying at \d\d:\d\d$/);
});

test('an unchanged date keeps its exact moment; a new one takes its day’s end', () => {
  const original = new Date(2030, 0, 2, 3, 4, 5).getTime();
  expect(fromDateInput(toDateInput(original), original, 'endOfDay')).toBe(original);
  expect(fromDateInput('2030-01-03', original, 'endOfDay')).toBe(new Date(2030, 0, 3, 23, 59, 59).getTime());
  expect(fromDateInput('', original, 'endOfDay')).toBeNull();
});

test('a suggested name is free, compared without case', () => {
  expect(suggestName('DataOS', ['dataos', 'DataOS 2'])).toBe('DataOS 3');
});
