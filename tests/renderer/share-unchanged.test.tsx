import { expect, test } from 'vitest';
import { shareUnchanged } from '../../renderer/src/state/share-unchanged.ts';
import { key, snapshot, token } from './key-fixtures.ts';

test('a snapshot keeps the objects of keys and presets that did not change, wherever they stand now', () => {
  const before = snapshot({ keys: [key({ name: 'a' }), key({ name: 'b' }), key({ name: 'c' })] });
  const copy = structuredClone(before);
  const [a, b, c] = copy.keys;
  if (a === undefined || b === undefined || c === undefined) throw new Error('three keys');
  const changed = { ...b, token: token({ state: 'rejected' }) };
  const now = shareUnchanged(before, { ...copy, revision: 2, keys: [c, changed, a, key({ name: 'd' })] });
  expect(now.keys[0]).toBe(before.keys[2]);
  expect(now.keys[1]).toBe(changed);
  expect(now.keys[2]).toBe(before.keys[0]);
  expect(now.keys.map(({ name }) => name)).toEqual(['c', 'b', 'a', 'd']);
  expect(now.presets).toBe(before.presets);
  expect(now.revision).toBe(2);
});

test('presets that changed replace the former ones', () => {
  const before = snapshot();
  const presets = before.presets.map((preset) => ({ ...preset, name: `${preset.name}!` }));
  expect(shareUnchanged(before, snapshot({ presets })).presets).toBe(presets);
});
