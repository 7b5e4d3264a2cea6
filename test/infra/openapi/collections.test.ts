import { expect, it } from 'vitest'
import * as z from 'zod'
import { openApiDocument } from '../../../infra/openapi/document.ts'
import { ROUTES } from '../../../infra/routes.ts'
import type { OperationId } from '../../../shared/contracts/operations.ts'
import { call } from '../../harness/api.ts'
import { examplesIn, operationsIn } from './described.ts'

process.env['TABLE_NAME'] = 'none' // nothing is read before the query is understood
process.env['PUBLIC_BASE_URL'] = ''

const Handler = z.object({ handler: z.custom<Parameters<typeof call>[0]>((it) => typeof it === 'function') })
const Filter = z.object({ name: z.literal('filter'), description: z.string(), example: z.string() })

const document = await openApiDocument()
const described = operationsIn(document)
const filterable = described.flatMap(({ operationId, parameters, responses }) =>
  parameters.flatMap((parameter) => {
    const { data } = Filter.safeParse(parameter)
    return data ? [{ operationId: operationId as OperationId, responses, ...data }] : []
  }),
)

it('every collection with pages has a filter in the document', () => {
  const paged = described.filter(({ responses }) => responses['200']?.headers?.['Pagination-Total'])
  expect(paged.length).toBeGreaterThan(5)
  expect(filterable.map(({ operationId }) => operationId)).toEqual(
    paged.map(({ operationId }) => operationId),
  )
})

it.each(filterable)('$operationId is filtered by the fields in the document', async (collection) => {
  const file = new URL(`../../../functions/${ROUTES[collection.operationId].file}.ts`, import.meta.url)
  const module: unknown = await import(file.href)
  const request = { organization: 'org_1', id: 'some', method: 'GET', query: { filter: 'nonsense:1' } }
  const { status, body } = await call(Handler.parse(module).handler, request)
  expect(status).toBe(400)
  const [, known = ''] = /known are ([\w, ]+)/.exec(body.detail) ?? []
  const fields = [...collection.description.matchAll(/`(\w+)` \(/g)].map(([, field]) => field)
  expect(fields).toEqual(known.split(', '))
})

it.each(filterable)(
  'the filter shown of $operationId finds what is shown of it',
  ({ example, responses }) => {
    const [, field = '', value = ''] = /^(\w+):(.*)$/.exec(example) ?? []
    const [shown] = examplesIn(document, responses['200']?.content?.['application/json'])
    if (field === 'status') return // a preview shows no things
    const fitting = value.endsWith('..') ? expect.stringMatching(/^\d{4}-/) : value
    expect(shown).toEqual([expect.objectContaining({ [field]: fitting })])
  },
)
