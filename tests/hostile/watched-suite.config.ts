import { defineConfig } from 'vitest/config';

/** The unit tests under the eyes of watch-suite.ts: slower, and in processes whose main thread can be watched. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['tests/{core,app,adapters,contract,hostile}/**/*.test.ts'],
    // It watches by itself, and only one can.
    exclude: ['tests/hostile/error-watch.test.ts'],
    setupFiles: ['tests/hostile/watch-suite.ts'],
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
