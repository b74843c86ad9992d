import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { readPresetFile } from '#core/providers/read-preset-file';
import { shippedTexts } from './preset-damage.ts';

type Json = Record<string, unknown>;

const page = readFileSync('docs/writing-a-preset.md', 'utf8');
const schema = JSON.parse(readFileSync('docs/preset.schema.json', 'utf8'));
const validate = new Ajv({ formats: { uri: true } }).compile(schema);

/** The examples of the page, each under the heading that it stands below. */
const examples = page.split(/^#+ /m).flatMap((section) => {
  const heading = section.slice(0, section.indexOf('\n'));
  const blocks = [...section.matchAll(/^( *)```json\n([\s\S]*?)^ *```$/gm)];
  return blocks.map(([, , text = ''], index) => ({
    name: `${heading} ${index + 1}`,
    json: JSON.parse(text) as Json,
  }));
});

const first = examples[0]?.json ?? {};

/** What a reader gets who puts an example into the first one: members of objects are added, everything else is replaced. */
function added(base: unknown, part: unknown): unknown {
  const areObjects = [base, part].every(
    (each) => typeof each === 'object' && each !== null && !Array.isArray(each),
  );
  if (!areObjects) return part;
  const isOtherKind = ['method', 'byField', 'kind'].some((name) => name in (part as Json));
  const names = Object.keys({ ...(isOtherKind ? {} : (base as Json)), ...(part as Json) });
  const member = (name: string) =>
    name in (part as Json) ? added((base as Json)[name], (part as Json)[name]) : (base as Json)[name];
  return Object.fromEntries(names.map((name) => [name, member(name)]));
}

describe('docs/writing-a-preset.md', () => {
  it('begins with a whole preset of about 25 lines', () => {
    const [, text = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    expect(text.trim().split('\n').length).toBeLessThanOrEqual(27);
    expect(first['id']).toBe('acme');
    expect(examples.length).toBeGreaterThan(20);
  });

  it.each(examples)('has an example that works: $name', ({ json }) => {
    const preset = 'id' in json ? json : added(first, json);
    const reading = readPresetFile(JSON.stringify(preset));
    expect(reading.ok ? [] : reading.problems).toEqual([]);
    expect(validate(preset) ? [] : validate.errors).toEqual([]);
  });

  it('names every member of the format in its tables', () => {
    const tables = page.slice(page.indexOf('## All members'));
    const names = new Set(Object.values<Json>({ ...schema.$defs, root: schema }).flatMap(memberNames));
    expect(names.size).toBeGreaterThan(80);
    expect([...names].filter((name) => !tables.includes(`\`${name}\``))).toEqual([]);
  });

  it('names every way of client authentication and every algorithm', () => {
    const methods = schema.$defs.clientAuthentication.oneOf ?? schema.$defs.clientAuthentication.anyOf;
    const texts = [
      ...methods.map(
        (option: { properties: { method: { const: string } } }) => option.properties.method.const,
      ),
      ...schema.$defs.jwtAlgorithm.enum,
    ];
    expect(texts.filter((text) => !page.includes(`\`${text}\``))).toEqual([]);
  });

  it('quotes messages as they are', () => {
    const quoted = [...page.matchAll(/^> \*\*acme\.json\*\* `(.+?)` (.+)$/gm)].map(([, path, fix]) => ({
      path,
      fix,
    }));
    const text = JSON.stringify(first, null, 2);
    const wrong = [text.replace('"url"', '"urls"'), text.replace('"kind": "origin",', '"kind": "origin"')];
    const told = wrong.flatMap((each) => {
      const reading = readPresetFile(each);
      return reading.ok ? [] : reading.problems;
    });
    expect(quoted.map(({ fix }) => fix)).toEqual(told.map(({ fix }) => fix));
    expect(quoted[0]?.path).toBe(told[0]?.path);
  });
});

it('docs/providers.md has a section for each provider that comes with Keyfob, by its name and id', () => {
  const headings = [...readFileSync('docs/providers.md', 'utf8').matchAll(/^### (.+) \(`(.+)`\)$/gm)];
  const described = headings.map(([, name, id]) => `${id}: ${name}`);
  const shipped = [...shippedTexts.values()].map((text) => JSON.parse(text) as { id: string; name: string });
  expect(described.toSorted()).toEqual(shipped.map(({ id, name }) => `${id}: ${name}`).toSorted());
});

/** Names of members that a part of the schema has, at any depth. */
function memberNames(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  const own = 'properties' in part ? Object.keys(part.properties as Json) : [];
  return [...own, ...Object.values(part).flatMap(memberNames)];
}
