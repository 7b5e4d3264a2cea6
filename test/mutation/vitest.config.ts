import { defineConfig } from 'vitest/config'

/** For `npm run test:mutation`. MUTATION_TESTS narrows it to the tests of one part: `test/shared/domain/money.test.ts`. */
export default defineConfig({
  test: {
    env: { CDK_VALIDATION: 'false', POWERTOOLS_LOG_LEVEL: 'SILENT' },
    include: process.env.MUTATION_TESTS?.split(',') ?? [
      'test/shared/**/*.test.ts',
      'test/functions/**/*.test.ts',
    ],
    setupFiles: ['test/mutation/hasty-properties.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
