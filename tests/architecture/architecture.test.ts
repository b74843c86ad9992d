import { describe, expect, it } from 'vitest';
import { sourceFiles } from './source-files.ts';

const files = sourceFiles();

/** What each layer may import: path prefixes in the repository, or package names. Order: most specific first. */
const layers: readonly { readonly layer: string; readonly may: readonly string[] }[] = [
  { layer: 'electron/core/', may: ['electron/core/', 'valibot'] },
  { layer: 'electron/contract/', may: ['electron/contract/', 'valibot'] },
  { layer: 'electron/app/', may: ['electron/app/', 'electron/core/', 'electron/contract/'] },
  {
    layer: 'electron/adapters/',
    may: [
      'electron/adapters/',
      'electron/core/',
      'node:',
      'electron',
      '@photostructure/sqlite',
      'electron-store',
      'undici',
      'valibot',
    ],
  },
  {
    layer: 'electron/main/',
    may: [
      'electron/main/',
      'electron/adapters/',
      'electron/app/',
      'electron/core/',
      'electron/contract/',
      'node:',
      'electron',
      'valibot',
    ],
  },
  { layer: 'electron/preload/', may: ['electron/contract/', 'electron'] },
  { layer: 'renderer/', may: ['renderer/', 'electron/contract/', 'react', 'react-dom/client', 'react/'] },
];

function isAllowed(specifier: string, may: readonly string[]): boolean {
  return may.some(
    (allowed) =>
      specifier === allowed ||
      ((allowed.endsWith('/') || allowed.endsWith(':')) && specifier.startsWith(allowed)),
  );
}

describe('dependency direction', () => {
  it('finds the files that it judges', () => {
    for (const { layer } of layers)
      expect(files.filter((file) => file.path.startsWith(layer)).length, layer).toBeGreaterThan(0);
  });

  it.each(layers)('$layer imports only what is below it', ({ layer, may }) => {
    const wrong = files
      .filter((file) => file.path.startsWith(layer))
      .flatMap((file) =>
        file.imports
          .filter((specifier) => !isAllowed(specifier, may))
          .map((specifier) => `${file.path} → ${specifier}`),
      );
    expect(wrong).toEqual([]);
  });

  it('would notice a wrong import', () => {
    expect(isAllowed('node:fs', layers[0]?.may ?? [])).toBe(false);
    expect(isAllowed('electron/adapters/undici-http', layers[2]?.may ?? [])).toBe(false);
    expect(isAllowed('electron', layers[6]?.may ?? [])).toBe(false);
  });
});

describe('files', () => {
  it('have at most 250 lines', () => {
    expect(files.filter((file) => file.lines > 250).map((file) => `${file.path}: ${file.lines}`)).toEqual([]);
  });

  it('have a median of at most 80 lines in the product', () => {
    const lines = files.filter((file) => /^(electron|renderer)\//.test(file.path)).map((file) => file.lines);
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
    const barrels = files.filter((file) => /^export\s+(\*|\{[^}]*\})\s+from\b/m.test(file.text));
    expect(barrels.map((file) => file.path)).toEqual([]);
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
