import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { operationContracts } from '../../../infra/openapi/contracts.ts'
import { type OpenApiDocument, openApiDocument } from '../../../infra/openapi/document.ts'
import { describeOperation } from '../../../infra/openapi/operation.ts'
import { OPERATIONS, type OperationContract } from '../../../shared/contracts/operations.ts'
import { PROBLEMS } from '../../../shared/contracts/problems.ts'
import { type DescribedOperation, examplesIn, operationsIn } from './described.ts'

let document: OpenApiDocument
let operations: readonly DescribedOperation[]
let contracts: ReadonlyMap<string, OperationContract>

beforeAll(async () => {
  document = await openApiDocument()
  operations = operationsIn(document)
  contracts = new Map((await operationContracts()).map((contract) => [contract.operationId, contract]))
})

const contractOf = (operationId: string): OperationContract => {
  const contract = contracts.get(operationId)
  if (!contract) throw new Error(`No handler says that it is ${operationId}.`)
  return contract
}

describe('the OpenAPI document', () => {
  it('has every operation of the contract where its route is, and no other', () => {
    const described = operations.map(({ operationId, method, path }) => [operationId, `${method} ${path}`])
    expect(Object.fromEntries(described)).toEqual(OPERATIONS)
    expect(described).toHaveLength(Object.keys(OPERATIONS).length)
  })

  it('takes a body where the handler looks at one, and answers with the statuses that it has', () => {
    for (const { operationId, requestBody, responses } of operations) {
      const { body, answers } = contractOf(operationId)
      const successes = Object.keys(responses).filter((status) => status.startsWith('2'))
      expect([operationId, requestBody !== undefined]).toEqual([operationId, body !== undefined])
      const statuses = Object.keys(answers)
      expect([operationId, successes]).toEqual([operationId, statuses.length === 0 ? ['204'] : statuses])
    }
  })

  it('demands of a key or a token the permission for the operation', () => {
    for (const { operationId, security } of operations)
      expect(security).toEqual([{ ApiKey: [operationId] }, { JWT: [operationId] }])
  })

  it('shows an example of every body that the handler accepts', () => {
    for (const { operationId, requestBody } of operations.filter((one) => one.requestBody)) {
      const examples = examplesIn(document, requestBody?.content['application/json'])
      expect(examples.length, operationId).toBeGreaterThan(0)
      for (const example of examples)
        expect(contractOf(operationId).body?.safeParse(example).error, operationId).toBeUndefined()
    }
  })

  it('shows an example of every answer that the handler could give, all of it', () => {
    for (const { operationId, responses } of operations)
      for (const [status, schema] of Object.entries(contractOf(operationId).answers)) {
        const examples = examplesIn(document, responses[status]?.content?.['application/json'])
        expect(examples.length, operationId).toBeGreaterThan(0)
        for (const example of examples) expect(schema.parse(example), operationId).toEqual(example)
      }
  })

  it('shows an example of every problem, with the status under which it stands', () => {
    for (const { operationId, responses } of operations)
      for (const [status, response] of Object.entries(responses).filter(([it]) => /^[45]/.test(it)))
        for (const example of examplesIn(document, response.content?.['application/json']))
          expect(example, operationId).toMatchObject({ status: Number(status), title: expect.any(String) })
  })

  it('says when each problem is given', () => {
    for (const { operationId, responses } of operations) {
      const described = Object.values(responses).flatMap(({ description }) => [
        ...description.matchAll(/^`([a-z-]+)`: .{20,}$/gm),
      ])
      const reasons = described.map(([, reason]) => reason)
      expect(reasons, operationId).toEqual(expect.arrayContaining(['unauthorized', 'forbidden', 'busy']))
      expect(Object.keys(PROBLEMS)).toEqual(expect.arrayContaining(reasons))
    }
  })
})

describe('an operation that lacks something', () => {
  it('is told by name where to add the schema that it answers with', () => {
    const contract = { operationId: 'GetWebsite', answers: { 200: z.object({ shoe: z.string() }) } } as const
    expect(() => describeOperation(contract)).toThrow(/^GetWebsite .* infra\/openapi\/components.ts/)
  })
})
