import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets } from '#core/providers/mask-secrets';
import { providerText } from '#core/providers/provider-text';

const base64 = (text: string) => Buffer.from(text).toString('base64');

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

describe('maskSecrets', () => {
  const secret = 'S3cr+t/with%chars=ü';

  it.each([
    ['itself', secret],
    ['in other case', secret.toUpperCase()],
    ['percent-encoded', encodeURIComponent(secret)],
    ['percent-encoded in lower case', encodeURIComponent(secret).toLowerCase()],
    ['form-encoded', new URLSearchParams({ s: secret }).toString().slice(2)],
    ['base64', base64(secret)],
    ['base64url', Buffer.from(secret).toString('base64url')],
  ])('hides a secret: %s', (_how, form) => {
    const masked = maskSecrets(`before ${form} after`, [secret]);
    expect(masked).toMatch(/^before «redacted»=* after$/);
  });

  it.each([
    ['JSON', inJson],
    ['JSON inside JSON', (text: string) => inJson(inJson(text))],
    ['HTML by name', (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
    ['HTML by number', (text: string) => text.replaceAll('&', '&#38;').replaceAll('"', '&#x22;')],
  ])('hides a secret that is escaped for %s', (_how, spell) => {
    const special = 'S3cr"t&<\\>\'end';
    expect(maskSecrets(`before ${spell(special)} after`, [special])).toBe('before «redacted» after');
  });

  it('hides most of a long secret that was cut short or broken up', () => {
    const long = 'abcdefghijkl/MNOPQRSTUVW&0123456789';
    expect(maskSecrets(`key ${long.slice(0, 20)}… is wrong`, [long])).toBe('key «redacted»… is wrong');
    expect(maskSecrets(`key ${long.slice(5)}`, [long])).toBe('key fghijkl«redacted»&0123456789');
    expect(maskSecrets(long.replace('&', ' and '), [long])).toBe('«redacted» and 0123456789');
  });

  it('hides it inside a Basic pair of any id', () => {
    for (const id of ['', 'a', 'ab', 'abc', 'abcd']) {
      const pair = base64(`${id}:${secret}`);
      const masked = maskSecrets(pair, [secret]);
      const rest = masked.split('«redacted»').join('');
      expect(Buffer.from(rest, 'base64').toString()).not.toContain('S3cr');
      expect(rest.length).toBeLessThan(pair.length - 12);
    }
  });

  it('leaves other text alone', () => {
    expect(maskSecrets('nothing here', [secret])).toBe('nothing here');
    expect(maskSecrets('nothing here', [''])).toBe('nothing here');
  });

  it('leaves no trace of any secret in a provider text', () => {
    const anySecret = fc
      .string({ unit: 'grapheme', minLength: 6, maxLength: 80 })
      .filter((s) => s === s.trim());
    const around = fc.string({ unit: 'grapheme', maxLength: 40 });
    const encode = fc.constantFrom<(text: string) => string>(
      (text) => text,
      encodeURIComponent,
      base64,
      (text) => base64(`id:${text}`),
      (text) => new URLSearchParams({ v: text }).toString().slice(2),
    );
    fc.assert(
      fc.property(anySecret, around, around, encode, (hidden, before, after, form) => {
        const shown = providerText(`${before} ${form(hidden)} ${after}`, 300, [hidden]) ?? '';
        const [left, right] = [before, after].map((text) => providerText(text, 300, [hidden]) ?? '');
        const rest = shown.replaceAll('«redacted»', '');
        if (!`${left} ${right}`.includes(hidden)) expect(shown).not.toContain(hidden);
        expect(rest).not.toContain(base64(hidden).slice(0, -4) || hidden);
      }),
      { numRuns: 500 },
    );
  });

  it('shows no half of a secret at the place where a long text is cut', () => {
    expect(providerText(`x${' '.repeat(3_990)}SECRET-VALUE-1`, 300, ['SECRET-VALUE-1'])).toBe('x');
  });

  it('hides a secret that control characters take apart', () => {
    expect(providerText('key SECRET\u0000VALUE!', 300, ['SECRET VALUE!'])).toBe('key «redacted»');
    expect(providerText('a  b-secret', 300, ['a  b-secret'])).toBe('«redacted»');
  });
});
