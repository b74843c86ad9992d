import { describe, expect, it } from 'vitest';
import { computedSpecifier, parseModule } from './parse-module.ts';

describe('the import parser', () => {
  it.each([
    [`import { a } from './a.ts';`, './a.ts'],
    [`import {\n  a,\n  type B,\n  // from './wrong'\n} from './many.ts';`, './many.ts'],
    [`import type { A } from '#core/a';`, '#core/a'],
    [`import './side-effect.css';`, './side-effect.css'],
    [`import text from './a?raw';`, './a'],
    [`import a, * as b from "node:fs";`, 'node:fs'],
    [`const a = await import('./dynamic.ts');`, './dynamic.ts'],
    [`const a = import(/* @vite-ignore */ './with-comment.ts');`, './with-comment.ts'],
    [`const a = import(path);`, computedSpecifier],
    [`const a = import(\`./\${name}.ts\`);`, computedSpecifier],
    [`const a = import.meta.glob('./*.ts');`, computedSpecifier],
    [`type A = import('./in-a-type.ts').A;`, './in-a-type.ts'],
    [`const a = require('x');`, 'x'],
    [`const a = require.resolve('x/package.json');`, 'x/package.json'],
    [`import a = require('old');`, 'old'],
    [`export { a } from './a.ts';`, './a.ts'],
    [`export type { A } from './types.ts';`, './types.ts'],
    [`export * from './all.ts';`, './all.ts'],
    [`export * as all from './all.ts';`, './all.ts'],
  ])('finds %j', (text, specifier) => {
    expect(parseModule('sample.ts', text).imports).toEqual([specifier]);
  });

  it.each([
    [`const a = <p>import a from 'text'</p>;`],
    [`const a = "import a from 'text'";`],
    [`// import a from 'comment'\n/* require('comment') */`],
    [`const a = \`export * from 'template'\`;`],
    [`from('call');`],
  ])('finds nothing in %j', (text) => {
    expect(parseModule('sample.tsx', text).imports).toEqual([]);
  });

  it('refuses what it cannot read, instead of finding nothing', () => {
    expect(() => parseModule('sample.ts', 'import { from')).toThrow(/sample\.ts/);
  });
});

describe('the search for barrels', () => {
  it.each([
    [`export * from './a.ts';`],
    [`export * as a from './a.ts';`],
    [`export { a } from './a.ts';`],
    [`export { default } from './a.ts';`],
    [`export type { A } from './a.ts';`],
    [`import { a } from './a.ts';\nexport { a };`],
    [`import { a } from './a.ts';\nexport { a as b };\nexport const c = 1;`],
    [`import type { A } from './a.ts';\nexport type { A };`],
    [`import a from './a.ts';\nexport default a;`],
  ])('finds %j', (text) => {
    expect(parseModule('sample.ts', text).reExports).toBe(true);
  });

  it('lets a module export what is its own', () => {
    const text = `import { a } from './a.ts';\nconst b = a;\nexport { b };\nexport default b;\nexport const c = a;`;
    expect(parseModule('sample.ts', text).reExports).toBe(false);
  });
});

describe('the measure of functions', () => {
  it.each([
    ['function a() {\n  b();\n\n  c();\n}', 2],
    ['const a = () => {\n  b();\n};', 1],
    ['const a = () => (\n  <p>\n    text\n  </p>\n);', 5],
    ['class A {\n  #a() {\n    // why\n    b();\n  }\n}', 2],
    ['const a = {\n  b() {\n    c();\n  },\n};', 1],
  ])('counts %j', (text, bodyLines) => {
    expect(parseModule('sample.tsx', text).functions.map((found) => found.bodyLines)).toEqual([bodyLines]);
  });
});

describe('the search for docstrings', () => {
  it('finds exports without', () => {
    const text = [
      '/** Has one. */\nexport function a() {}',
      '/** Has one. */\n// biome-ignore lint: reason\nexport const b = 1;',
      'export function c() {}',
      '// A comment is none.\nexport type D = string;',
      '/* Nor is this. */\nexport class E {}',
      'export const f = 1;',
      'function own() {}',
    ].join('\n\n');
    expect(parseModule('sample.ts', text).undocumented).toEqual(['c', 'D', 'E', 'f']);
  });
});
