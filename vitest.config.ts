import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/property-seed.ts'],
    testTimeout: 300_000,
    hookTimeout: 600_000,
    // Two test files at a time: several of them start child processes of their own.
    maxWorkers: 2,
    reporters: ['default'],
  },
});
