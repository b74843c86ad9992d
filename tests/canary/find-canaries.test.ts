import { describe, expect, it } from 'vitest';
import { canaryOf, createCanary, describeHits, findCanaries } from './canary.ts';

const difficult = canaryOf('difficult', 'Pa"ss\\wo/rd+with%all&of=these é~1234567890');
const easy = createCanary('easy');

/** Written by other means than the scanner's own, where there are some. */
const written: readonly (readonly [string, (text: string) => string | Buffer])[] = [
  ['raw', (text) => `before ${text} after`],
  ['base64 alone', (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)))],
  ['base64 after 1 byte', (text) => Buffer.from(`:${text}`).toString('base64')],
  ['base64 after 2 bytes', (text) => Buffer.from(`id${text}`).toString('base64')],
  ['base64 of a Basic pair', (text) => Buffer.from(`client-7:${text}`).toString('base64')],
  ['base64 in the middle', (text) => Buffer.from(`{"a":"${text}","b":1}`).toString('base64')],
  ['base64url alone', (text) => Buffer.from(text).toString('base64url')],
  ['base64url after 1 byte', (text) => Buffer.from(`>${text}`).toString('base64url')],
  ['base64url after 2 bytes', (text) => Buffer.from(`??${text}`).toString('base64url')],
  ['hex', (text) => Buffer.from(`x${text}`).toString('hex')],
  ['hex in upper case', (text) => Buffer.from(text).toString('hex').toUpperCase()],
  ['URL-encoded', (text) => `/token?key=${encodeURIComponent(text)}`],
  ['URL-encoded in lower case', (text) => encodeURIComponent(text).replace(/%../g, (x) => x.toLowerCase())],
  ['form-encoded', (text) => new URLSearchParams({ secret: text }).toString()],
  ['UTF-16LE', (text) => Buffer.from(text, 'utf16le')],
  ['UTF-16LE at an odd place', (text) => Buffer.concat([Buffer.from('x'), Buffer.from(text, 'utf16le')])],
  ['UTF-16BE', (text) => Buffer.from(text, 'utf16le').swap16()],
  ['JSON', (text) => JSON.stringify({ text })],
  ['JSON in JSON', (text) => JSON.stringify({ line: JSON.stringify({ text }) })],
];

describe('findCanaries', () => {
  it.each(written)('finds a difficult secret: %s', (_name, write) => {
    expect(findCanaries(write(difficult.text), [easy, difficult]).map(({ label }) => label)).toContain(
      'difficult',
    );
  });

  it.each(written)('finds a made canary: %s', (_name, write) => {
    expect(findCanaries(write(easy.text), [easy, difficult]).map(({ label }) => label)).toContain('easy');
  });

  it('finds each spelling of which it knows the name, and nothing else in it', () => {
    const other = createCanary('other');
    for (const { name, bytes } of difficult.spellings) {
      const around = Buffer.concat([Buffer.from([0, 255]), bytes, Buffer.from([0])]);
      const found = findCanaries(around, [difficult, other]);
      expect(found.map(({ spelling }) => spelling)).toContain(name);
      expect(found.map(({ label }) => label)).not.toContain('other');
    }
  });

  it('does not find what is not there', () => {
    expect(findCanaries(createCanary('a').text, [createCanary('b')])).toEqual([]);
  });

  it('finds a token that was cut at either end', () => {
    const token = Array.from({ length: 20 }, (_, at) => `part${at}-${(at * 7919).toString(36)}`).join('.');
    const canary = canaryOf('token', token);
    expect(findCanaries(`…${token.slice(-40)}`, [canary])).toHaveLength(1);
    expect(findCanaries(`${token.slice(0, -30)}…`, [canary])).toHaveLength(1);
  });

  it('names what was found without its text', () => {
    const line = describeHits(findCanaries(`x${easy.text}`, [easy], 'the log'));
    expect(line).toBe('easy (raw) in the log');
  });
});

describe('a canary', () => {
  it('is long, unique and has the characters that encoders differ in', () => {
    expect(easy.text.length).toBeGreaterThanOrEqual(24);
    expect(easy.text).toMatch(/[/+"\\%]/);
    expect(createCanary('easy').text).not.toBe(easy.text);
  });

  it('is refused where it is too short to be told from chance', () => {
    expect(() => canaryOf('pin', '12345678')).toThrow('Too short');
  });
});
