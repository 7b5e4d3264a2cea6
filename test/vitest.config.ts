import { defineConfig } from 'vitest/config'

const JOURNEYS = 'test/journeys/**/*.test.ts'

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    env: { CDK_VALIDATION: 'false', POWERTOOLS_LOG_LEVEL: 'SILENT' },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'parts', include: ['test/**/*.test.ts'], exclude: [JOURNEYS] } },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: [JOURNEYS],
          isolate: false, // files share a stack: sharedDesk
          globalSetup: ['test/journeys/harness/assembly.ts'],
          testTimeout: 180_000, // on a machine that has other things to do
          expect: { poll: { interval: 50, timeout: 30_000 } }, // lists may lag; no test is about how long
        },
      },
    ],
  },
})
