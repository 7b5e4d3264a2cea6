import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import * as z from 'zod'
import { isPart, PARTS, type PartName, testsOf } from './parts.ts'

// `npm run test:mutation [-- PART…]`: changes the domain's code in every way that Stryker knows, part by part, and shows
// each change to the tests. Ends with how many each file's tests have noticed, and the survivors in full; fails below 85 %.

const LEAST_NOTICED = 0.85

const REPORT = 'reports/mutation/mutation.json'
const SURVIVORS = 'reports/mutation/survivors.txt'

const Report = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          status: z.string(),
          mutatorName: z.string(),
          replacement: z.string().default(''),
          location: z.object({
            start: z.object({ line: z.number(), column: z.number() }),
            end: z.object({ line: z.number(), column: z.number() }),
          }),
        }),
      ),
    }),
  ),
})

type Files = z.infer<typeof Report>['files']
type Mutant = Files[string]['mutants'][number]

const NOTICED = new Set(['Killed', 'Timeout'])
const UNNOTICED = new Set(['Survived', 'NoCoverage'])

const pathOf = (file: string): string => `shared/domain/${file}.ts`

/** The domain's own tests are shown every mutant, and those of functions, which need a table, what is left of them. */
function filesOf(part: PartName): Files {
  const tests = testsOf(part)
  const files = mutated(part, tests.domain, PARTS[part].files.map(pathOf))
  const left = Object.entries(files).flatMap(([name, { mutants }]) =>
    mutants.filter(unnoticed).map(rangeOf(name)),
  )
  if (left.length === 0 || tests.functions.length === 0) return files
  const again = mutated(part, [...tests.domain, ...tests.functions], left)
  return Object.fromEntries(
    Object.entries(files).map(([name, { source, mutants }]) => [
      name,
      { source, mutants: mutants.map((mutant) => again[name]?.mutants.find(sameAs(mutant)) ?? mutant) },
    ]),
  )
}

function mutated(part: PartName, tests: readonly string[], mutate: readonly string[]): Files {
  rmSync(REPORT, { force: true })
  spawnSync('npx', ['stryker', 'run', 'test/mutation/stryker.config.json', '--mutate', mutate.join(',')], {
    stdio: 'inherit',
    env: { ...process.env, MUTATION_TESTS: tests.join(' ') },
  })
  if (!existsSync(REPORT)) throw new Error(`The tests of ${part} fail before anything is changed.`)
  return Report.parse(JSON.parse(readFileSync(REPORT, 'utf8'))).files
}

const unnoticed = ({ status }: Mutant): boolean => UNNOTICED.has(status)

/** As Stryker is told of it, whose columns begin with 0 there and with 1 in its report. */
const rangeOf =
  (name: string) =>
  ({ location: { start, end } }: Mutant): string =>
    `${name}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`

const placeOf = ({ mutatorName, replacement, location }: Mutant): string =>
  JSON.stringify([mutatorName, replacement, location])

const sameAs = (one: Mutant) => (other: Mutant) => unnoticed(one) && placeOf(one) === placeOf(other)

const countOf = (mutants: readonly Mutant[], statuses: ReadonlySet<string>): number =>
  mutants.filter(({ status }) => statuses.has(status)).length

function scoreOf(mutants: readonly Mutant[]) {
  const noticed = countOf(mutants, NOTICED)
  const all = noticed + countOf(mutants, UNNOTICED)
  return { all, noticed, share: all === 0 ? 1 : noticed / all }
}

function row(name: string, mutants: readonly Mutant[]): string {
  const { all, noticed, share } = scoreOf(mutants)
  return `${name.padEnd(48)} ${String(noticed).padStart(5)} of ${String(all).padStart(5)}  ${(100 * share).toFixed(1)} %`
}

const survivorsIn = (name: string, { source, mutants }: Files[string]): string[] =>
  mutants.filter(unnoticed).map(({ status, mutatorName, replacement, location: { start } }) => {
    const line = source.split('\n')[start.line - 1]?.trim()
    return `${name}:${start.line}:${start.column} ${status} ${mutatorName} → ${replacement.replaceAll(/\s+/g, ' ')}\n    ${line}`
  })

const known = new Set(
  Object.values(PARTS).flatMap(({ files }) => files.flatMap((file) => globSync(pathOf(file)))),
)
const forgotten = globSync('shared/domain/**/*.ts').filter((file) => !known.has(file))
if (forgotten.length > 0) throw new Error(`In no part of parts.ts: ${forgotten.join(', ')}`)

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !isPart(name))
if (unknown.length > 0) throw new Error(`No part is called ${unknown}: choose of ${Object.keys(PARTS)}`)
const parts = (asked.length > 0 ? asked : Object.keys(PARTS)).filter(isPart)

mkdirSync('reports/mutation', { recursive: true })
writeFileSync(SURVIVORS, '')
const all: Mutant[] = []
for (const part of parts) {
  const files = Object.entries(filesOf(part))
  all.push(...files.flatMap(([, { mutants }]) => mutants))
  appendFileSync(SURVIVORS, `${files.flatMap(([name, file]) => survivorsIn(name, file)).join('\n')}\n`)
  console.log(files.map(([name, { mutants }]) => row(name, mutants)).join('\n'))
}
console.log(`${row('all', all)}; those that nobody noticed: ${SURVIVORS}`)
process.exitCode = scoreOf(all).share < LEAST_NOTICED ? 1 : 0
