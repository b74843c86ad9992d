import { expect, test } from 'vitest';
import { tokenStateWords } from '#contract/words/token-words';
import { trayKeyLabel } from '#contract/words/tray-words';
import { day, minute } from './key-fixtures.ts';

const hour = 60 * minute;

test.each([
  [1, '<5 min'],
  [5 * minute - 1, '<5 min'],
  [5 * minute, '~5 min'],
  [10 * minute - 1, '~5 min'],
  [20 * minute - 1, '~15 min'],
  [20 * minute, '~20 min'],
  [60 * minute - 1, '~50 min'],
  [2 * hour - 1, '~110 min'],
  [2 * hour, '~2 h'],
  [4 * hour - 1, '~3 h'],
  [12 * day - 1, '~11 days'],
])('a menu says of %i ms: valid %s', (remainingMs, words) => {
  expect(trayKeyLabel('prod', 'fresh', remainingMs)).toBe(`prod · valid ${words}`);
});

test('a menu changes seldom while a token of an hour runs out', () => {
  const labels = new Set<string>();
  for (let leftMs = hour; leftMs > 0; leftMs -= 1_000) labels.add(trayKeyLabel('prod', 'fresh', leftMs));
  expect(labels.size).toBeLessThanOrEqual(9);
});

test('a menu names a state in the words of the page', () => {
  expect(trayKeyLabel('prod', 'rejected', null)).toBe('prod · rejected until edited');
  expect(trayKeyLabel('prod', 'offline', 41 * minute)).toBe('prod · valid ~40 min (offline)');
  expect(trayKeyLabel('prod', 'fresh', null)).toBe('prod');
  expect(tokenStateWords.rejected).toBe('Rejected until edited');
});

test('a menu writes out unseen characters of a name', () => {
  expect(trayKeyLabel('pr\u202Eod', 'fresh', null)).toBe('pr\\u202Eod');
});
