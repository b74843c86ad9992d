import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const idleTest = 'tests/desktop/idle-cost.test.ts';

/**
 * `unit` and `renderer` need no display; `desktop` drives the real app on the virtual desktop (tests/desktop). `idle`
 * measures an app there that has nothing to do, which takes time and nothing else, so that it can run beside the others.
 * Without `isolate` a process loads the app and its services once for all files and not for each; a test therefore puts
 * back what it changes of the process.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            'tests/{architecture,core,app,adapters,contract,main,build,services,presets,canary,hostile,simulation,storage}/**/*.test.ts',
          ],
          testTimeout: 20_000,
          isolate: false,
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'renderer',
          testTimeout: 20_000,
          environment: 'happy-dom',
          include: ['tests/renderer/**/*.test.tsx'],
        },
      },
      {
        test: {
          name: 'desktop',
          environment: 'node',
          include: ['tests/desktop/**/*.test.ts'],
          exclude: [idleTest],
          fileParallelism: false,
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'idle',
          environment: 'node',
          include: [idleTest],
          testTimeout: 180_000,
        },
      },
    ],
  },
});
