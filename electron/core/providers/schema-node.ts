import * as v from 'valibot';

/** Any schema of valibot. */
export type AnySchema = v.GenericSchema;

/** What a schema of valibot tells of itself, by its type. */
export interface SchemaNode extends AnySchema {
  readonly entries?: Readonly<Record<string, SchemaNode>>;
  readonly options?: readonly (SchemaNode | string)[];
  readonly wrapped?: SchemaNode;
  readonly item?: SchemaNode;
  readonly value?: SchemaNode;
  readonly getter?: (input: unknown) => SchemaNode;
  /** Of a variant: the member that tells its options apart. */
  readonly key?: string;
  readonly literal?: unknown;
}

/** The schema of the part of an input to which the keys lead, or null when there is none. */
export function schemaAt(schema: AnySchema, input: unknown, keys: readonly string[]): SchemaNode | null {
  let node = plain(schema as SchemaNode, input);
  let part = input;
  for (const key of keys) {
    part = memberOf(part, key);
    const next = node?.entries?.[key] ?? node?.item ?? node?.value;
    node = next === undefined ? null : plain(next, part);
  }
  return node;
}

/** The option of a union that an input was most likely meant to be, or null when it resembles none. */
export function meantOption(union: SchemaNode | null, input: unknown): SchemaNode | null {
  const ranked = optionsOf(union)
    .map((option) => ({ option, likeness: likenessOf(option, input) }))
    .filter(({ likeness }) => likeness >= 0)
    .map((each) => ({ ...each, issues: v.safeParse(each.option, input).issues?.length ?? 0 }))
    .toSorted((a, b) => b.likeness - a.likeness || a.issues - b.issues);
  return ranked[0]?.option ?? null;
}

/** Looks through optional members, recursion, variants and unions at the schema that counts for the input. */
function plain(schema: SchemaNode, input: unknown): SchemaNode | null {
  if (schema.wrapped !== undefined) return plain(schema.wrapped, input);
  if (schema.getter !== undefined) return plain(schema.getter(input), input);
  if (schema.type === 'variant') return optionOf(schema, input);
  return schema;
}

function optionOf({ key = '', options = [] }: SchemaNode, input: unknown): SchemaNode | null {
  const wanted = memberOf(input, key);
  for (const option of options)
    if (typeof option !== 'string' && option.entries?.[key]?.literal === wanted) return option;
  return null;
}

function optionsOf(union: SchemaNode | null): SchemaNode[] {
  return (union?.options ?? []).filter((option) => typeof option !== 'string');
}

/** How many members an object has in common with a schema; 0 for another value of its type, -1 for none. */
function likenessOf(schema: SchemaNode, input: unknown): number {
  const node = schema.getter?.(input) ?? schema;
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  if (node.type === 'array') return Array.isArray(input) ? 0 : -1;
  if (!isObject) return node.type === typeof input ? 0 : -1;
  if (node.type === 'record') return 0;
  if (node.type === 'variant') return node.key !== undefined && Object.hasOwn(input, node.key) ? 1 : 0;
  if (node.entries === undefined) return -1;
  return Object.keys(input).filter((name) => Object.hasOwn(node.entries ?? {}, name)).length;
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
