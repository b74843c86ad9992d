import { describe, expect, it } from 'vitest';
import { renderCopyForm } from '#core/copy-as/copy-forms';
import { anyToken, sampleTokens, usualToken } from './awkward-tokens.ts';
import { copied, inputWith } from './copied.ts';
import { readWithNode, sourceWithBash } from './dotenv-readers.ts';

function lineOf(token: string, at = 0) {
  const preset = { fields: [], apiCall: { url: '', headers: {}, envName: `T${at}` } };
  return renderCopyForm('dotenv', inputWith(token, { preset }));
}

/** Lines of all tokens that have one. */
function linesOf(tokens: readonly string[]) {
  const spelt = tokens.filter((token) => lineOf(token).ok);
  const lines = spelt.map((token, at) => {
    const line = lineOf(token, at);
    return line.ok ? line.value.reveal() : '';
  });
  return { spelt, lines };
}

describe('a line for a .env file', () => {
  const { spelt, lines } = linesOf([
    ...sampleTokens(anyToken, 3_000, 2),
    ...sampleTokens(usualToken, 200, 2),
  ]);

  it('exists for every token as services issue them, for most others too', () => {
    for (const token of sampleTokens(usualToken, 500, 3)) expect(lineOf(token).ok).toBe(true);
    for (const token of [`it's`, 'a b', '#1', 'a"b', '$HOME', '`id`', '-x', '='])
      expect(lineOf(token).ok).toBe(true);
    expect(spelt.length).toBeGreaterThan(1_000);
  });

  it('is read by Node as the token', () => {
    expect(readWithNode(lines)).toEqual(spelt);
  });

  it.skipIf(process.platform === 'win32')('is sourced by bash as the token', async () => {
    expect(await sourceWithBash(lines)).toEqual(spelt);
  });

  it('has quotes only where they are needed, as docker run --env-file keeps them', () => {
    const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2lnbg==';
    expect(copied('dotenv', inputWith(token))).toBe(`KEYFOB_TEST=${token}`);
    expect(copied('dotenv', inputWith('a b'))).toBe(`KEYFOB_TEST='a b'`);
    expect(copied('dotenv', inputWith(`it's`))).toBe(`KEYFOB_TEST="it's"`);
  });

  it('is refused where no spelling is read alike', () => {
    for (const token of [`'"`, `'$x`, "'`", 'a\\', '$'.concat('{HOME}')])
      expect(lineOf(token)).toEqual({
        ok: false,
        failure: { kind: 'invalidInput', reason: 'noDotenvSpelling' },
      });
  });
});
