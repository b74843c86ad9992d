import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/**
 * Native and CommonJS-resolving packages stay outside the bundle; everything else is bundled, so that the packaged app
 * carries few files. `electron-store` is ESM and imports `electron`, which the bundle leaves external.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/app/main',
      externalizeDeps: { include: ['@photostructure/sqlite'] },
      rollupOptions: { input: 'electron/main/index.ts' },
    },
  },
  preload: {
    build: {
      outDir: 'out/app/preload',
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
    build: { outDir: 'out/app/renderer', rollupOptions: { input: 'renderer/index.html' } },
  },
});
