import { parseSync } from 'vite';

/** What the rules ask of a module's text. */
export interface ParsedModule {
  /** Specifiers as written, without `?query`; `computedSpecifier` where it is not a fixed text. */
  readonly imports: readonly string[];
  /** Whether it hands on what it got from another module. */
  readonly reExports: boolean;
  readonly functions: readonly ParsedFunction[];
  /** Exported declarations without a docstring, by name. */
  readonly undocumented: readonly string[];
}

/** A function, method or arrow function. */
export interface ParsedFunction {
  readonly line: number;
  /** Lines of its body that are not blank, without the braces. */
  readonly bodyLines: number;
}

/** Stands for the specifier of an import that is worked out at run time; no layer may import it. */
export const computedSpecifier = '(computed)';

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

interface Comment {
  readonly type: string;
  readonly value: string;
  readonly end: number;
}

/** Parses with the compiler that builds the app, so that no way to write an import is overlooked. */
export function parseModule(path: string, text: string): ParsedModule {
  const { program, comments, errors } = parseSync(path, text, { sourceType: 'module' });
  const [error] = errors;
  if (error !== undefined) throw new Error(`${path}: ${error.message}`);
  const nodes = [...walk(program)];
  const statements = program.body as unknown as readonly Node[];
  return {
    imports: nodes.flatMap(importsOf),
    reExports: reExports(statements),
    functions: nodes.flatMap((node) => functionOf(node, text)),
    undocumented: statements.flatMap((statement) => undocumentedOf(statement, text, comments)),
  };
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

function* walk(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const entry of value) yield* walk(entry);
  if (!isNode(value)) return;
  yield value;
  for (const child of Object.values(value)) if (typeof child === 'object') yield* walk(child);
}

const importingTypes = new Set([
  'ImportDeclaration',
  'ExportAllDeclaration',
  'ExportNamedDeclaration',
  'ImportExpression',
  'TSImportType',
]);

function importsOf(node: Node): string[] {
  if (importingTypes.has(node.type)) return isNode(node['source']) ? [specifierOf(node['source'])] : [];
  if (node.type === 'TSExternalModuleReference') return [specifierOf(node['expression'])];
  if (isGlob(node)) return [computedSpecifier];
  return isRequire(node) ? [specifierOf((node['arguments'] as unknown[])[0])] : [];
}

/** `require(…)` and what hangs on it, as `require.resolve(…)`. */
function isRequire({ type, callee }: Node): boolean {
  if (type !== 'CallExpression' || !isNode(callee)) return false;
  const called = callee.type === 'MemberExpression' ? callee['object'] : callee;
  return isNode(called) && called.type === 'Identifier' && called['name'] === 'require';
}

/** Vite's `import.meta.glob(…)`, which imports whatever is there. */
function isGlob({ type, callee }: Node): boolean {
  if (type !== 'CallExpression' || !isNode(callee) || !isNode(callee['object'])) return false;
  return callee['object'].type === 'MetaProperty' && nameOf(callee['property']) === 'glob';
}

function specifierOf(source: unknown): string {
  if (!isNode(source) || source.type !== 'Literal' || typeof source['value'] !== 'string')
    return computedSpecifier;
  return source['value'].replace(/\?.*$/, '');
}

function reExports(statements: readonly Node[]): boolean {
  const imported = new Set(
    statements
      .filter(({ type }) => type === 'ImportDeclaration')
      .flatMap(({ specifiers }) => specifiers as Node[])
      .map(({ local }) => nameOf(local)),
  );
  return statements.some((statement) => {
    if (statement.type === 'ExportAllDeclaration') return true;
    if (statement.type === 'ExportDefaultDeclaration') return imported.has(nameOf(statement['declaration']));
    if (statement.type !== 'ExportNamedDeclaration') return false;
    const specifiers = statement['specifiers'] as Node[];
    return isNode(statement['source']) || specifiers.some(({ local }) => imported.has(nameOf(local)));
  });
}

function nameOf(node: unknown): string {
  return isNode(node) && typeof node['name'] === 'string' ? node['name'] : '';
}

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

function functionOf(node: Node, text: string): ParsedFunction[] {
  const { type, start, body } = node;
  if (!functionTypes.has(type) || !isNode(body)) return [];
  const isBlock = body.type === 'BlockStatement' || body.type === 'FunctionBody';
  const inside = isBlock ? text.slice(body.start + 1, body.end - 1) : text.slice(body.start, body.end);
  const bodyLines = inside.split('\n').filter((line) => line.trim() !== '').length;
  return [{ line: text.slice(0, start).split('\n').length, bodyLines }];
}

function undocumentedOf(statement: Node, text: string, comments: readonly Comment[]): string[] {
  const { type, start, declaration } = statement;
  if (type !== 'ExportNamedDeclaration' && type !== 'ExportDefaultDeclaration') return [];
  // `export default name` exports what is declared elsewhere.
  if (!isNode(declaration) || declaration.type === 'Identifier') return [];
  const isDocumented = comments.some(
    ({ type: kind, value, end }) =>
      kind === 'Block' &&
      value.startsWith('*') &&
      end <= start &&
      text
        .slice(end, start)
        .replace(/\/\/.*/g, '')
        .trim() === '',
  );
  if (isDocumented) return [];
  const [variable] = (declaration['declarations'] as Node[] | undefined) ?? [];
  return [nameOf((variable ?? declaration)['id']) || 'default'];
}
