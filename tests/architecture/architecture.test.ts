import { describe, expect, it } from 'vitest';
import { layerOf, layers, mayImport } from './layers.ts';
import { computedSpecifier } from './parse-module.ts';
import { resolved, sourceFiles } from './source-files.ts';

const files = sourceFiles();

// Declarations of types for what every runtime has: nothing in them imports or runs.
const isDeclaration = (path: string) => path.endsWith('.d.ts');
const product = files.filter(({ path }) => /^(electron|renderer)\//.test(path) && !isDeclaration(path));

describe('dependency direction', () => {
  it('is judged in every file of the product', () => {
    expect(product.filter(({ path }) => layerOf(path) === undefined).map(({ path }) => path)).toEqual([]);
    for (const { folder } of layers) {
      const inside = product.filter(({ path }) => path.startsWith(folder));
      expect(inside.length, folder).toBeGreaterThan(0);
      expect(inside.flatMap(({ imports }) => imports).length, folder).toBeGreaterThan(0);
    }
  });

  it.each(layers)('of $folder leads only to what is below it', (layer) => {
    const wrong = product
      .filter(({ path }) => layerOf(path) === layer)
      .flatMap(({ path, imports }) =>
        imports
          .filter((specifier) => !mayImport(layer, specifier))
          .map((specifier) => `${path} → ${specifier}`),
      );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['electron/core/a.ts', 'node:fs'],
    ['electron/core/a.ts', '#core/../adapters/undici-http'],
    ['electron/core/providers/a.ts', '../../contract/view.ts'],
    ['electron/core/a.ts', computedSpecifier],
    ['electron/app/a.ts', '#adapters/undici-http'],
    ['electron/app/a.ts', './../adapters/undici-http.ts'],
    ['electron/preload/index.ts', '#core/key-state'],
    ['electron/adapters/a.ts', 'electron-log'],
    ['renderer/src/a.ts', 'electron'],
    ['renderer/src/a.ts', '../../electron/core/key-state.ts'],
  ])('would be broken by %s importing %s', (path, specifier) => {
    const layer = layerOf(path);
    expect(layer).toBeDefined();
    expect(layer && mayImport(layer, resolved(path, specifier))).toBe(false);
  });

  it('would be open for a folder that is in no layer', () => {
    expect(layerOf('electron/cli/index.ts')).toBeUndefined();
    expect(layerOf('electron/loose.ts')).toBeUndefined();
  });
});

describe('files', () => {
  it('have at most 250 lines', () => {
    expect(files.filter((file) => file.lines > 250).map((file) => `${file.path}: ${file.lines}`)).toEqual([]);
  });

  it('have a median of at most 80 lines in the product', () => {
    const lines = product.map((file) => file.lines);
    lines.sort((a, b) => a - b);
    expect(lines[Math.floor(lines.length / 2)]).toBeLessThanOrEqual(80);
  });

  it('keep entry files and the preload script at 40 lines', () => {
    const entries = ['electron/main/index.ts', 'electron/preload/index.ts', 'renderer/src/main.tsx'];
    for (const path of entries) {
      const entry = files.find((file) => file.path === path);
      expect(entry?.lines, path).toBeLessThanOrEqual(40);
    }
  });

  it('are no barrels', () => {
    expect(files.filter((file) => file.reExports).map((file) => file.path)).toEqual([]);
    const indexes = files.filter((file) => /(^|\/)index\.tsx?$/.test(file.path)).map((file) => file.path);
    expect(indexes.sort()).toEqual(['electron/main/index.ts', 'electron/preload/index.ts']);
  });

  it('say what they do in their names', () => {
    const vague = files.filter((file) =>
      /(^|\/)(utils?|helpers?|common|misc|manager)(\.tsx?$|\/)/.test(file.path),
    );
    expect(vague.map((file) => file.path)).toEqual([]);
  });
});

describe('functions', () => {
  it.each([
    ['electron/', 40],
    ['renderer/', 120],
  ])('in %s have at most %i lines', (folder, most) => {
    const inside = product.filter(({ path }) => path.startsWith(folder));
    expect(inside.flatMap(({ functions }) => functions).length).toBeGreaterThan(50);
    const long = inside.flatMap(({ path, functions }) =>
      functions
        .filter(({ bodyLines }) => bodyLines > most)
        .map((found) => `${path}:${found.line}: ${found.bodyLines}`),
    );
    expect(long).toEqual([]);
  });
});

describe('exports', () => {
  it('have a docstring', () => {
    const without = files
      .filter(({ path }) => /^(electron|renderer|build)\//.test(path))
      .flatMap(({ path, undocumented }) => undocumented.map((name) => `${path}: ${name}`));
    expect(without).toEqual([]);
  });
});
