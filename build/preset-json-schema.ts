import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { presetShape } from '#core/providers/preset';
import * as answer from '#core/providers/preset-answer';
import * as calls from '#core/providers/preset-calls';
import * as fields from '#core/providers/preset-fields';
import * as hints from '#core/providers/preset-hints';
import * as jwt from '#core/providers/preset-jwt';
import * as request from '#core/providers/preset-request';
import { type SchemaDocstrings, schemaDocstrings } from './schema-docstrings.ts';

type Json = Record<string, unknown>;

/** The modules of the format by file name; their exported schemas become definitions of the same names. */
const modules = {
  'preset-fields.ts': fields,
  'preset-request.ts': request,
  'preset-answer.ts': answer,
  'preset-calls.ts': calls,
  'preset-jwt.ts': jwt,
  'preset-hints.ts': hints,
};

const folder = new URL('../electron/core/providers/', import.meta.url).pathname;

/**
 * JSON Schema (draft 7, which editors know best) of a preset file, with the docstrings of the format as descriptions. It
 * says what shape a file has; that fields and variables exist is checked by Keyfob alone.
 */
export function presetJsonSchema(): Json {
  const files = Object.entries(modules).map(([file, module]) => ({
    docs: schemaDocstrings(folder + file),
    schemas: Object.entries(module).filter(isSchema),
  }));
  const definitions = Object.fromEntries(files.flatMap(({ schemas }) => schemas));
  const converted = toJsonSchema(presetShape, { typeMode: 'input', errorMode: 'ignore', definitions });
  const { $schema, $defs = {}, ...root } = converted as Json & { $defs?: Record<string, Json> };
  const described = files.flatMap(({ docs, schemas }) =>
    schemas.map(([name]): [string, unknown] => {
      const part = withDescriptions($defs[name] ?? {}, docs, name);
      return [name, describe(docs.ofConstants.get(name), part as Json)];
    }),
  );
  const docs = schemaDocstrings(`${folder}preset.ts`);
  return {
    $schema,
    title: 'Preset of Keyfob',
    description: 'A service that issues tokens, as data: docs/writing-a-preset.md.',
    oneOf: (root['oneOf'] as Json[]).map((kind) => {
      const name = `${optionOf(kind)}Preset`;
      return describe(docs.ofConstants.get(name), withDescriptions(kind, docs, name) as Json);
    }),
    $defs: Object.fromEntries(described.toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function isSchema(entry: [string, unknown]): entry is [string, v.GenericSchema] {
  const value = entry[1];
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'schema';
}

/** Puts the docstrings of a module to the members and options of one constant of it. */
function withDescriptions(part: unknown, docs: SchemaDocstrings, constant: string): unknown {
  if (Array.isArray(part)) return part.map((each) => withDescriptions(each, docs, constant));
  if (typeof part !== 'object' || part === null) return part;
  const members = Object.entries(part).map(([name, value]) => {
    if (name === 'default' || name === 'enum' || name === 'const') return [name, value];
    if (name === 'properties') return [name, describedMembers(value as Record<string, Json>, docs, constant)];
    return [name, withDescriptions(value, docs, constant)];
  });
  return describe(docs.ofOptions.get(optionOf(part)), Object.fromEntries(members));
}

function describedMembers(properties: Record<string, Json>, docs: SchemaDocstrings, constant: string): Json {
  const members = Object.entries(properties).map(([name, value]) => {
    const part = withDescriptions(value, docs, constant) as Json;
    return [name, describe(docs.ofMembers.get(`${constant}.${name}`) ?? docs.ofMembers.get(name), part)];
  });
  return Object.fromEntries(members);
}

/** The text by which a variant tells this option. */
function optionOf(part: object): string {
  const properties = 'properties' in part ? (part.properties as Record<string, Json>) : {};
  const constants = Object.values(properties).map((property) => property['const']);
  return String(constants.find((constant) => typeof constant === 'string') ?? '');
}

function describe(description: string | undefined, part: Json): Json {
  return description === undefined ? part : { description, ...part };
}
