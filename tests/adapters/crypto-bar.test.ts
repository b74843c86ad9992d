import { expect, it } from 'vitest';
import { refuseHostileCosts } from '../bar/checks/crypto-kdf-bounds.ts';
import { renewDataKeyUnderKills } from '../bar/checks/crypto-renewal-kills.ts';
import { refuseShortTags } from '../bar/checks/crypto-tag-length.ts';

it.each([
  ['refuses shortened tags', refuseShortTags],
  ['refuses hostile costs of a passphrase', refuseHostileCosts],
  ['survives kills while the data key is renewed', () => renewDataKeyUnderKills('reduced')],
])('%s', { timeout: 120_000 }, async (_name, check) => {
  const { figure, passed } = await check();
  expect(passed, figure).toBe(true);
});
