import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkName, maxNameLength } from '#core/api-key';
import { Secret } from '#core/secret';

describe('name of a key', () => {
  it('is trimmed', () => {
    expect(checkName('  prod ', [])).toEqual({ ok: true, value: 'prod' });
  });

  it.each([
    ['', 'empty'],
    [' \t ', 'empty'],
    ['x'.repeat(maxNameLength + 1), 'tooLong'],
    ['a\nb', 'forbiddenCharacter'],
    ['a\u001b[31mb', 'forbiddenCharacter'],
    ['abc\u202edcba', 'forbiddenCharacter'],
  ])('%j is refused: %s', (name, reason) => {
    expect(checkName(name, [])).toEqual({
      ok: false,
      failure: { kind: 'invalidInput', field: 'name', reason },
    });
  });

  it('differs from every other name by more than case', () => {
    expect(checkName('Prod', ['prod'])).toMatchObject({ failure: { kind: 'nameTaken' } });
  });

  it('may be any printable text', () => {
    expect(checkName('продакшн 生产 🔑', [])).toMatchObject({ ok: true });
  });
});

describe('secret', () => {
  it('prints as «redacted» wherever it is printed', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8, unit: 'grapheme-ascii' }), (text) => {
        const secret = new Secret(`canary-${text}`);
        const prints = [`${secret}`, String(secret), JSON.stringify({ secret }), inspect({ deep: [secret] })];
        for (const print of prints) expect(print).not.toContain('canary-');
        expect(secret.reveal()).toBe(`canary-${text}`);
      }),
    );
  });
});
