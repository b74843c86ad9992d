import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { presetShape } from '#core/providers/preset';
import { presetJsonSchema } from '../../../build/preset-json-schema.ts';
import { damagedPreset, shippedTexts } from './preset-damage.ts';

const committed = readFileSync('docs/preset.schema.json', 'utf8');
const validate = new Ajv({ allErrors: true, formats: { uri: true } }).compile(JSON.parse(committed));

function errorsOf(value: unknown): string[] {
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('docs/preset.schema.json', () => {
  it('is what "npm run schema" makes of the format today', () => {
    expect(committed).toBe(`${JSON.stringify(presetJsonSchema(), null, 2)}\n`);
  });

  it.each([...shippedTexts])('accepts %s', (_name, text) => {
    expect(errorsOf(JSON.parse(text))).toEqual([]);
  });

  it('accepts whatever Keyfob accepts', () => {
    let refused = 0;
    fc.assert(
      fc.property(damagedPreset, (value) => {
        // JSON has no other numbers and members than those that it can spell.
        const json: unknown = JSON.parse(JSON.stringify(value));
        const isRefused = errorsOf(json).length > 0;
        refused += isRefused ? 1 : 0;
        if (v.safeParse(presetShape, json).success) expect(isRefused, JSON.stringify(json)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
    expect(refused).toBeGreaterThan(200);
  });

  it('refuses unknown members, missing ones and wrong choices', () => {
    const good = JSON.parse(shippedTexts.get('oauth2.json') ?? '');
    for (const wrong of [
      { ...good, surprise: 1 },
      { ...good, fields: undefined },
      { ...good, keyKind: 'other' },
      { ...good, id: 'Not an id' },
      { ...good, fields: [{ ...good.fields[0], kind: 'password' }] },
      { ...good, exchange: { ...good.exchange, request: { method: 'POST' } } },
    ])
      expect(errorsOf(JSON.parse(JSON.stringify(wrong)))).not.toEqual([]);
  });

  it('says of kinds, parts and members what they are for', () => {
    const schema = JSON.parse(committed);
    for (const kind of schema.oneOf) expect(kind.description).toMatch(/\.$/);
    for (const [name, part] of Object.entries<{ description?: string }>(schema.$defs))
      expect(part.description, name).toMatch(/^[A-Z`].{10,}/);
    expect(schema.$defs.rotationRule.properties.secret.description).toContain('new secret');
    expect(schema.$defs.lookUpRule.properties.list.description).toContain('itself when left out');
    const methods = schema.$defs.clientAuthentication.oneOf ?? schema.$defs.clientAuthentication.anyOf;
    expect(methods.map(({ description }: { description?: string }) => description ?? '')).not.toContain('');
  });
});
