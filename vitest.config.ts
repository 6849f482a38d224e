import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'transforms/**/*.test.ts',
      'cli/**/*.test.ts',
      'fixtures/apps/*.test.ts',
      'fixtures/bench/*.test.ts',
    ],
    globalSetup: 'cli/testing/fresh-dist.ts',
    // Output is compared as text, also where the terminal of a CI service asks for colours.
    env: { FORCE_COLOR: '0' },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
