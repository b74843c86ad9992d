import type { Configuration } from 'electron-builder';

/**
 * Every fuse by name, so that none is left to a default (Electron docs, tutorial/fuses). They are flipped in the packaged
 * binary only.
 */
const fuses: Required<Omit<NonNullable<Configuration['electronFuses']>, 'resetAdHocDarwinSignature'>> = {
  // SECURITY: ELECTRON_RUN_AS_NODE, NODE_OPTIONS and --inspect turn a signed app into somebody else's program.
  runAsNode: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  // Keyfob keeps no cookies; with this Chromium would ask the keyring at each start, also while its prompt waits.
  enableCookieEncryption: false,
  // No effect on Linux; on macOS and Windows a changed archive does not start.
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};

/** Packages of Keyfob for each system: `npm run package`. */
const configuration: Configuration = {
  appId: 'app.keyfob',
  productName: 'Keyfob',
  directories: { buildResources: 'build', output: 'dist' },
  // What is packed is listed, so that sources, tests and documents stay out.
  files: [
    'out/app/**',
    'electron/assets/**',
    'package.json',
    '!node_modules/**/*.{ts,cts,mts,map,md}',
    '!node_modules/@photostructure/sqlite/src',
    '!node_modules/node-addon-api',
  ],
  asar: true,
  asarUnpack: ['node_modules/@photostructure/sqlite/**'],
  electronFuses: fuses,
  // Only the SQLite package is loaded at run time, and its binaries come with it.
  npmRebuild: false,
  linux: {
    target: ['deb'],
    category: 'Utility',
    synopsis: 'API keys in, fresh tokens out',
    icon: 'build/icon.png',
  },
  mac: { target: ['dmg'], category: 'public.app-category.developer-tools' },
  win: { target: ['nsis'] },
};

export default configuration;
