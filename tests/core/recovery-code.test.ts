import { describe, expect, it } from 'vitest';
import { makeRecoveryCode, readRecoveryCode } from '#core/recovery-code';
import { seededRandom } from '../kill/seeded-random.ts';

const random = seededRandom(7);
const draw = (below: number) => Math.floor(random() * below);

describe('a recovery code', () => {
  it('is seven groups of five characters, none of which looks like another', () => {
    for (let i = 0; i < 200; i++)
      expect(makeRecoveryCode(draw)).toMatch(/^([2-9A-HJKMNP-Z]{5}-){6}[2-9A-HJKMNP-Z]{5}$/);
  });

  it('holds at least 160 random bits', () => {
    const bits: number[] = [];
    makeRecoveryCode((below) => {
      bits.push(Math.log2(below));
      return 0;
    });
    expect(bits.reduce((sum, bit) => sum + bit, 0)).toBeGreaterThanOrEqual(160);
  });

  it('is read in any case, with spaces, line breaks or dashes of any kind', () => {
    const code = makeRecoveryCode(draw);
    const characters = code.replaceAll('-', '');
    for (const typed of [code, code.toLowerCase(), characters, ` ${code.replaceAll('-', ' – ')}\n`])
      expect(readRecoveryCode(typed)).toBe(characters);
  });

  it('is refused with one wrong character, wherever and whichever', () => {
    const code = makeRecoveryCode(draw).replaceAll('-', '');
    for (let at = 0; at < code.length; at++)
      for (const other of '23456789ABCDEFGHJKMNPQRSTUVWXYZ01ILO*')
        if (other !== code[at])
          expect(readRecoveryCode(code.slice(0, at) + other + code.slice(at + 1))).toBeNull();
  });

  it('is refused with two neighbours that changed places, and too short or too long', () => {
    const code = makeRecoveryCode(draw).replaceAll('-', '');
    for (let at = 0; at + 1 < code.length; at++) {
      const [left = '', right = ''] = [code[at], code[at + 1]];
      if (left !== right)
        expect(readRecoveryCode(code.slice(0, at) + right + left + code.slice(at + 2))).toBeNull();
    }
    for (const typed of ['', code.slice(1), `2${code}`, code.repeat(2)])
      expect(readRecoveryCode(typed)).toBeNull();
  });
});
