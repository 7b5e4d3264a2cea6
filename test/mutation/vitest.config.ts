import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What kills most mutants soonest first: examples before properties, which take seconds. */
class ExamplesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSlow = ({ moduleId }: TestSpecification) =>
      Number(/properties|exhaustive|after-legs/.test(moduleId))
    return files.toSorted((one, other) => isSlow(one) - isSlow(other))
  }
}

/** For `npm run test:mutation`. MUTATION_TESTS are the tests of one part, as parts.ts has them. */
export default defineConfig({
  test: {
    env: { CDK_VALIDATION: 'false', POWERTOOLS_LOG_LEVEL: 'SILENT' },
    include: process.env.MUTATION_TESTS?.split(' ') ?? ['test/shared/domain/**/*.test.ts'],
    setupFiles: ['test/mutation/hasty-properties.ts', 'test/mutation/one-table.ts'],
    sequence: { sequencer: ExamplesFirst },
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
