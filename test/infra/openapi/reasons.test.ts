import { build } from 'esbuild'
import { expect, it } from 'vitest'
import { openApiDocument } from '../../../infra/openapi/document.ts'
import { NOTES } from '../../../infra/openapi/notes.ts'
import { commonReasons } from '../../../infra/openapi/reasons.ts'
import { ROUTES } from '../../../infra/routes.ts'
import { OPERATIONS } from '../../../shared/contracts/operations.ts'
import { PROBLEMS } from '../../../shared/contracts/problems.ts'
import { operationsIn, reasonsIn } from './described.ts'

/** Of the authorizer, the entry wrapper and API Gateway: whatever the handler is. */
const EVERYWHERE: ReadonlySet<string> = new Set([...commonReasons({ writes: true }), 'changed-meanwhile'])

/** What is left of a handler's sources when everything that it cannot come to is shaken off. */
async function reachableCode(): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(
      Object.entries(ROUTES).map(([operation, { file }]) => [operation, `functions/${file}.ts`]),
    ),
    outdir: '/',
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
  })
  return new Map(outputFiles.map(({ path, text }) => [path.replace(/^\/|\.js$/g, ''), text]))
}

/** The reasons with which refusals are made in it: `new Refusal("blocked", …)`, or through `conflicting(…)`. */
const refusalsIn = (code: string): string[] =>
  Object.keys(PROBLEMS).filter((reason) =>
    new RegExp(`(?:Refusal\\d*|conflicting)\\([^)]*"${reason}"`).test(code),
  )

it('an operation has in the document the reasons that its handler can come to, and no other', async () => {
  const documented = new Map(
    operationsIn(await openApiDocument()).map((operation) => [operation.operationId, reasonsIn(operation)]),
  )
  const differing = [...(await reachableCode())].map(([operation, code]) => {
    const given = refusalsIn(code).filter((reason) => !EVERYWHERE.has(reason))
    const ofMembers = Object.entries(NOTES).find(([id]) => id === operation)?.[1].refusesMembers ?? []
    const said = [...(documented.get(operation) ?? []), ...ofMembers].filter(
      (reason) => !EVERYWHERE.has(reason),
    )
    return {
      operation,
      addToItsNotes: given.filter((reason) => !said.includes(reason)),
      takeFromItsNotes: said.filter((reason) => !given.includes(reason)),
    }
  })
  expect(differing).toHaveLength(Object.keys(OPERATIONS).length)
  expect(
    differing.filter(
      ({ addToItsNotes, takeFromItsNotes }) => addToItsNotes.length + takeFromItsNotes.length > 0,
    ),
  ).toEqual([])
})

it('an operation takes If-Match, CSV and preferences where its handler looks at them', async () => {
  const code = await reachableCode()
  for (const { operationId, parameters, responses } of operationsIn(await openApiDocument())) {
    const takes = (name: string) => parameters.some(({ $ref }) => $ref === `#/components/parameters/${name}`)
    const reached = code.get(operationId) ?? ''
    expect({
      operationId,
      'If-Match': takes('If-Match'),
      csv: responses['200']?.content?.['text/csv'] !== undefined,
      Prefer: takes('Prefer'),
    }).toEqual({
      operationId,
      'If-Match': /\bdemandVersion\d*\(/.test(reached),
      csv: reached.includes('"Accept"'),
      Prefer: reached.includes('"Prefer"'),
    })
  }
})
