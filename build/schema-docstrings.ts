import { readFileSync } from 'node:fs';

/** Docstrings of a module of schemas, each as one line. */
export interface SchemaDocstrings {
  /** By name of the constant. */
  readonly ofConstants: ReadonlyMap<string, string>;
  /** By `constant.member`, and by the member alone for parts of constants that have no name of their own in the schema. */
  readonly ofMembers: ReadonlyMap<string, string>;
  /** Of the options of a variant, by its discriminating text: `client_id`. */
  readonly ofOptions: ReadonlyMap<string, string>;
}

const doc = String.raw`\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*`;

const member = `${doc}([$\\w]+):`;

/** Reads them from the source, so that the published schema says what the code says. */
export function schemaDocstrings(path: string): SchemaDocstrings {
  const source = readFileSync(path, 'utf8');
  return {
    ofConstants: found(source, `${doc}(?:export )?const (\\w+)\\b`),
    ofMembers: new Map([...found(source, member), ...constants(source).flatMap(membersOf)]),
    ofOptions: found(source, `${doc}v\\.strictObject\\(\\{\\s*\\w+: v\\.literal\\('(\\w+)'\\)`),
  };
}

/** Names of constants, each with its source. */
function constants(source: string): [name: string, block: string][] {
  return [...source.matchAll(/^(?:export )?(?:const|function) (\w+)[\s\S]*?^\S/gm)].map(
    ([block, name = '']) => [name, block],
  );
}

function membersOf([name, block]: [string, string]): [string, string][] {
  return [...found(block, member)].map(([key, text]) => [`${name}.${key}`, text]);
}

function found(source: string, pattern: string): Map<string, string> {
  const docs = new Map<string, string>();
  for (const [, text = '', name = ''] of source.matchAll(new RegExp(pattern, 'g')))
    if (!docs.has(name)) docs.set(name, oneLine(text));
  return docs;
}

function oneLine(text: string): string {
  return text
    .replaceAll(/\n\s*\* ?/g, ' ')
    .replaceAll(/\{@link (\w+)\}/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
