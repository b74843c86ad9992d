import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { HttpAnswer } from '#core/ports';
import { judge, judgedPresetIds } from '../../hostile/acceptable-answer.ts';
import { hostileAnswer, type ServedAnswer } from '../../hostile/served-answer.ts';
import { canary, nowMs, read } from './preset-rig.ts';

/** An answer as it comes out of a sound connection. */
function received({ status, headers, body }: ServedAnswer): HttpAnswer {
  return { status, headers, body: new TextDecoder().decode(body) };
}

it('no hostile answer gives a bad token, an exception or a secret in a failure (NW-08)', () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.constantFrom(...judgedPresetIds), hostileAnswer(canary), (presetId, served) => {
      const given = { ...served, framing: 'length' } as const;
      const judgement = judge(presetId, given, nowMs);
      const result = read(presetId, received(given));
      if (!result.ok) {
        expect(judgement.verdict).not.toBe('must');
        expect(leaks(JSON.stringify(result.failure))).toBe(false);
        expect(JSON.stringify(result.failure).length).toBeLessThan(1_000);
        return;
      }
      accepted += 1;
      const { value, expiresAtMs, tokenType, outputs } = result.value;
      expect(judgement).toMatchObject({ token: value.reveal() });
      expect(tokenType).toBe('Bearer');
      expect(expiresAtMs).toBeGreaterThan(nowMs);
      const endsAtMs = 'endsAtMs' in judgement ? judgement.endsAtMs : 0;
      expect(expiresAtMs).toBeLessThanOrEqual(endsAtMs);
      if (judgement.verdict === 'must') expect(expiresAtMs).toBe(endsAtMs);
      expect(leaks(JSON.stringify(outputs))).toBe(false);
    }),
    { numRuns: 1_000 },
  );
  // The generator must reach the way to success too, else the property would say little.
  expect(accepted).toBeGreaterThan(100);
});

it('reads 256 KiB of the worst JSON in reasonable time', () => {
  const worst = [
    `{"a":"${'\\\\'.repeat(120_000)}"}`,
    `{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":""`).join(',')}}`,
    `[${'"",'.repeat(80_000)}""]`,
    `{"a"${' '.repeat(250_000)}:1}`,
    `{"error":"x","error_description":"${canary.repeat(12_000)}"}`,
    `{"error":"x","error_description":"${'a '.repeat(120_000)}"}`,
  ];
  const startedMs = performance.now();
  for (const text of worst) read('oauth2', { status: 200, headers: {}, body: text });
  expect(performance.now() - startedMs).toBeLessThan(2_000);
});

const encodedCanary = Buffer.from(canary).toString('base64').slice(0, -4);

function leaks(text: string): boolean {
  return text.includes(canary) || text.includes(encodedCanary);
}
