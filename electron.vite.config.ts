import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { bundledPresets } from './build/bundled-presets.ts';

/** The app runs on Electron 33 (fallback for development) and on 45 (shipped): the older one sets the syntax. */
const oldestNode = 'node20.18';
const oldestChromium = 'chrome130';

/**
 * Only the native SQLite package, the one entry under `dependencies`, stays outside the bundle: one file loads faster than
 * hundreds, and the packaged app carries few.
 */
export default defineConfig({
  main: {
    plugins: [bundledPresets()],
    build: {
      outDir: 'out/app/main',
      target: oldestNode,
      // Half of the text is compiled faster; compiling is the longest part of the app's own start.
      minify: true,
      rollupOptions: {
        input: {
          index: 'electron/main/index.ts',
          // A thread of its own starts from a file of its own (electron/adapters/argon2-hash.ts).
          'argon2-worker': 'electron/adapters/argon2-worker.js',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/app/preload',
      target: oldestNode,
      // A sandboxed preload must be one CommonJS file (Electron docs, tutorial/esm).
      rollupOptions: {
        input: 'electron/preload/index.ts',
        output: { format: 'cjs', entryFileNames: 'index.cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: {
      outDir: 'out/app/renderer',
      target: oldestChromium,
      minify: true,
      rollupOptions: { input: 'renderer/index.html' },
    },
  },
});
