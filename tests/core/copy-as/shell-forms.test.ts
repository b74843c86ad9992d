import { describe, expect, it } from 'vitest';
import { anyToken, sampleTokens, usualToken } from './awkward-tokens.ts';
import { copied, envName, inputWith } from './copied.ts';
import { powerShellValue } from './powershell-line.ts';
import { evaluate, runOn, shells } from './shells.ts';

/** The full number is in the bar (COPY-AS). */
const tokens = [...sampleTokens(anyToken, 1_000, 1), ...sampleTokens(usualToken, 50, 1)];

describe.skipIf(process.platform === 'win32')('a line for a shell', () => {
  it.each(Object.entries(shells))('gives %s back any token', async (name, { formId }) => {
    const lines = tokens.map((token) => copied(formId, inputWith(token)));
    expect(await evaluate(name, lines)).toEqual(tokens);
  });

  it.each(['bash', 'fish'])('is seen by programs that are started from %s', async (name) => {
    const token = `it's "$HOME" \\`;
    const line = copied(name, inputWith(token));
    const script = `${line}\nsh -c 'printf "%s\\0" "$${envName}"'\n`;
    expect(await runOn(name, [], script)).toEqual([token]);
  });
});

describe('a line for PowerShell', () => {
  it('gives back any token by the rule of its tokenizer', () => {
    for (const token of tokens)
      expect(powerShellValue(envName, copied('powershell', inputWith(token)))).toBe(token);
  });

  it('doubles typographic quotes, too', () => {
    expect(copied('powershell', inputWith(`a'b’c‘d‚e‛f"g`))).toBe(`$env:${envName} = 'a''b’’c‘‘d‚‚e‛‛f"g'`);
  });

  it('is read by a reader that knows the end of a string', () => {
    expect(powerShellValue('A', `$env:A = 'x'; evil`)).toBeNull();
    expect(powerShellValue('A', `$env:A = 'x’; evil ‘'`)).toBeNull();
    expect(powerShellValue('A', `$env:A = 'x`)).toBeNull();
    expect(powerShellValue('A', `$env:A = 'x''y'`)).toBe("x'y");
  });
});
