import { beforeAll, expect, it } from 'vitest'
import { openApiDocument } from '../../infra/openapi/document.ts'
import { HEADERS } from '../../infra/openapi/headers.ts'
import { type DescribedOperation, operationsIn } from '../infra/openapi/described.ts'
import type { Answer } from './harness/client.ts'
import { type JourneyDesk, type JourneyOrganization, sharedDesk } from './harness/desk.ts'
import { exampleCall, OPERATION_IDS } from './harness/operations.ts'
import { furnished, type Things } from './harness/things.ts'

let desk: JourneyDesk
let us: JourneyOrganization
let ours: Things

const described = new Map(
  operationsIn(await openApiDocument()).map((operation) => [operation.operationId, operation]),
)

beforeAll(async () => {
  desk = await sharedDesk()
  us = await desk.newOrganization()
  ours = await furnished(us, 'ours')
})

it.each(OPERATION_IDS)('%s answers with a status and headers that the document has', async (operation) => {
  const document = described.get(operation)
  if (!document) throw new Error(`The document lacks ${operation}.`)
  const answer = await us.call(...exampleCall(operation, ours))
  expect(answer.status, answer.text).toBeLessThan(300)
  expect(Object.keys(document.responses)).toContain(String(answer.status))
  const { always, documented } = headersOf(document, answer.status)
  const given = namesIn(answer)
  expect(given.filter((name) => !documented.includes(name))).toEqual([])
  expect(always.filter((name) => !given.includes(name))).toEqual([])
})

/** Those that depend on the call stand in the document too. */
const SOMETIMES: ReadonlySet<string> = new Set([
  'Idempotent-Replayed',
  'Pagination-Total-Relation',
  'Preference-Applied',
])

function headersOf({ responses }: DescribedOperation, status: number) {
  const documented = Object.keys(responses[String(status)]?.headers ?? {})
  return { documented, always: documented.filter((name) => !SOMETIMES.has(name)) }
}

/** Of the answer's headers those that anything in the document has. */
const namesIn = ({ headers }: Answer): string[] => Object.keys(HEADERS).filter((name) => headers.has(name))
