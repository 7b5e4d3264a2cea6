import { defineConfig } from 'vitest/config'

/** What takes minutes: `npm run test:soak`. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    env: { CDK_VALIDATION: 'false', POWERTOOLS_LOG_LEVEL: 'SILENT' },
    include: ['test/**/*.soak.ts'],
    globalSetup: ['test/journeys/harness/assembly.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
})
