import { describe, expect, it } from 'vitest';
import { minimumValidityS } from '#contract/minimum-validity';
import type { TokenState } from '#contract/view';
import { needsUser as needsUserByView } from '#contract/words/key-words';
import { tokenStateWords } from '#contract/words/token-words';
import { visibleText } from '#contract/words/visible-text';
import { checkName, defaultMinimumValidityMs } from '#core/api-key';
import { hasForbiddenCharacter } from '#core/forbidden-characters';
import { needsUser } from '#core/key-state';
import { checkFields } from '#core/providers/check-fields';
import { shippedPresets } from '#core/providers/shipped-presets';

/** Core and contract cannot import each other, so what both must know stands in each and is compared here. */

const lastCodePoint = 0x10_ffff;
const family = '👨‍👩‍👧';
const harmless = ['ключ', '鍵', 'مفتاح', '🔑', family, '🏳️‍🌈', '👩🏽‍⚕️', '❤️', 'a&b'];
const harmful = [
  ...['\u0000', '\u001b', '\u007f', '\u0085', '\u00ad', '\u061c', '\u180e', '\u200b', '\u200c', '\u200d'],
  ...['\u200e', '\u200f', '\u2028', '\u2029', '\u202a', '\u202e', '\u2060', '\u2066', '\u2069', '\ufeff'],
  ...['\ufff9', '\ufffb', '\u{e0001}', '\u{e0041}', '\u{e007f}', '\ud800', '\udc00'],
  ...['🔑\u200d', '\u200d🔑', '🔑\u200d\u200d🔑'],
];

it('is the same validity that a new form starts with and that a stored key without one has', () => {
  expect(minimumValidityS.usual * 1000).toBe(defaultMinimumValidityMs);
});

it('is the same token that waits for its user', () => {
  // The vault as a whole is locked, never one token of an open vault.
  const states = (Object.keys(tokenStateWords) as TokenState[]).filter((state) => state !== 'locked');
  const waiting = states.filter((state) => needsUserByView({ token: { state } }));
  expect(waiting).toEqual(states.filter((state) => needsUser(state)));
  expect(waiting.length).toBe(2);
});

describe('characters that are not seen', () => {
  it('are found wherever they stand, and emoji are not', () => {
    expect(harmful.filter((text) => !hasForbiddenCharacter(`a${text}b`))).toEqual([]);
    expect(harmless.filter((text) => hasForbiddenCharacter(`a${text}b`))).toEqual([]);
  });

  it('are refused in names and in fields that are shown', () => {
    const [preset] = shippedPresets.filter(({ id }) => id === 'oauth2');
    if (preset === undefined) throw new Error('no preset for OAuth 2.0');
    for (const text of harmful) {
      const failure = { kind: 'invalidInput', reason: 'forbiddenCharacter' };
      expect(checkName(`a${text}b`, []), JSON.stringify(text)).toMatchObject({ failure });
      const entered = { tokenUrl: 'https://login.example/token', clientSecret: 's', clientId: `a${text}b` };
      expect(checkFields(preset, entered, []), JSON.stringify(text)).toMatchObject({ failure });
    }
    expect(checkName(`home ${family}`, [])).toMatchObject({ ok: true });
  });

  it('are written out where they are shown, each one that core refuses', () => {
    let refused = 0;
    for (let codePoint = 0; codePoint <= lastCodePoint; codePoint += 1) {
      const character = String.fromCodePoint(codePoint);
      if (!hasForbiddenCharacter(character)) continue;
      refused += 1;
      const shown = visibleText(`a${character}b`);
      if (!/^a\\u[0-9A-F{}]+b$/.test(shown)) expect.fail(`U+${codePoint.toString(16)} is shown as it is`);
    }
    // Controls, half characters and tags alone are more than that.
    expect(refused).toBeGreaterThan(2_200);
    expect(harmful.filter((text) => hasForbiddenCharacter(visibleText(`a${text}b`)))).toEqual([]);
    expect(harmless.map(visibleText)).toEqual(harmless);
  });
});
