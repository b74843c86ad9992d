import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeyStorage } from '#app/key-storage';
import { type ApiKey, type KeyId, unused } from '#core/api-key';
import { Secret } from '#core/secret';
import { exportedText, recordsOf, restoreText } from './export-rig.ts';
import { namesIn } from './import-rig.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';

const anyMs = fc.integer({ min: 0, max: 4_000_000_000_000 });
const anyText = fc.string({ unit: 'grapheme', maxLength: 60 });
const values = fc.dictionary(fc.stringMatching(/^[a-z][a-zA-Z0-9_]{0,20}$/), anyText, { maxKeys: 6 });
const times = fc.record({
  createdAtMs: anyMs,
  addedAtMs: anyMs,
  keyExpiresAtMs: fc.option(anyMs),
  minimumValidityMs: fc.integer({ min: 1_000, max: 86_400_000 }),
});
/** Keys of providers that nobody knows, so that nothing is asked for them. */
const anyKey = fc.record({
  id: fc.uuid(),
  description: anyText,
  presetId: fc.stringMatching(/^unknown-[a-z0-9-]{0,30}$/),
  fields: values,
  secrets: values,
  extraCaPem: fc.option(anyText),
  times,
  refreshMode: fc.constantFrom('whileUsed' as const, 'always' as const, 'onDemand' as const),
  noticeLeadDays: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 3_650 }), { maxLength: 5 })),
  lastCopiedAtMs: fc.option(anyMs),
});
const anyKeys = fc.uniqueArray(anyKey, { maxLength: 8, selector: ({ id }) => id });

it('brings every key into an empty vault as it was, with all its secrets', { timeout: 60_000 }, async () => {
  const check = async (
    drawn: readonly (typeof anyKeys extends fc.Arbitrary<infer T> ? T : never)[number][],
  ) => {
    const from = await KeyfobInMemory.start();
    const storage = new KeyStorage(from.access, from.time);
    for (const [index, { secrets, times: own, lastCopiedAtMs, ...rest }] of drawn.entries()) {
      const key: ApiKey = {
        ...rest,
        ...own,
        id: rest.id as KeyId,
        name: `key ${index} ünï ${rest.presetId.slice(-5)}`,
        secretFieldIds: Object.keys(secrets),
        approvedCommand: null,
        // What no restore brings: it has to be approved again.
        approvedPreset: '',
      };
      const closed = Object.entries(secrets).map(([id, text]) => [id, new Secret(text)] as const);
      await storage.addKey(key, Object.fromEntries(closed), {
        ...unused,
        changedAtMs: own.addedAtMs + 1,
        lastCopiedAtMs,
      });
    }
    const before = await recordsOf(from);
    await from.restart();
    const to = await KeyfobInMemory.start();
    const { done } = await restoreText(to, await exportedText(from), 'merge');
    expect(done).toMatchObject({ value: { added: drawn.length, replaced: 0 } });
    expect(parsed(await recordsOf(to))).toEqual(parsed(before));
    expect(namesIn(to)).toEqual(namesIn(from));
  };
  await fc.assert(fc.asyncProperty(anyKeys, check), { numRuns: 15 });
});

/** The order of members means nothing. */
function parsed(records: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(records).map(([name, json]) => [name, JSON.parse(json)]));
}
