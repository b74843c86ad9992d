/** A folder of the product and what its files may import: path prefixes in the repository, or package names. */
export interface Layer {
  readonly folder: string;
  readonly may: readonly string[];
}

/** Every folder of the product. */
export const layers: readonly Layer[] = [
  { folder: 'electron/core/', may: ['electron/core/', 'valibot'] },
  { folder: 'electron/contract/', may: ['electron/contract/', 'valibot'] },
  { folder: 'electron/app/', may: ['electron/app/', 'electron/core/', 'electron/contract/'] },
  {
    folder: 'electron/adapters/',
    may: [
      'electron/adapters/',
      'electron/core/',
      'node:',
      'electron',
      '@jellybrick/dbus-next',
      '@noble/ciphers/',
      '@photostructure/sqlite',
      'age-encryption',
      'electron-store',
      'hash-wasm',
      'jose',
      'undici',
      'valibot',
    ],
  },
  {
    folder: 'electron/main/',
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
  { folder: 'electron/preload/', may: ['electron/contract/', 'electron'] },
  {
    folder: 'renderer/',
    may: ['renderer/', 'electron/contract/', 'react', 'react/', 'react-dom', 'react-dom/client'],
  },
];

/** The layer that a file is in; undefined for a file that is in none. */
export function layerOf(path: string): Layer | undefined {
  return layers.find(({ folder }) => path.startsWith(folder));
}

/** Whether a layer may import a path or package. Only `folder/` and `scheme:` stand for what begins with them. */
export function mayImport(layer: Layer, specifier: string): boolean {
  return layer.may.some(
    (allowed) => specifier === allowed || (/[/:]$/.test(allowed) && specifier.startsWith(allowed)),
  );
}
