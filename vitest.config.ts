import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** `unit` and `renderer` need no display; `desktop` drives the real app on the virtual desktop (tests/desktop). */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            'tests/{architecture,core,app,adapters,contract,main,build,services,presets,canary,hostile}/**/*.test.ts',
          ],
          testTimeout: 20_000,
          // Each file would load the app anew, which takes as long as a third of the tests.
          isolate: false,
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'renderer',
          environment: 'happy-dom',
          include: ['tests/renderer/**/*.test.tsx'],
        },
      },
      {
        test: {
          name: 'desktop',
          environment: 'node',
          include: ['tests/desktop/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
