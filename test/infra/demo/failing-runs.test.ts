import { expect, it } from 'vitest'
import type { AskedRequest } from '../../../infra/local/demo/asking.ts'
import { autoAllocate } from '../../../infra/local/demo/batching.ts'
import type { DeskClient } from '../../../infra/local/demo/desk-client.ts'
import { readResults } from '../../../infra/local/demo/results.ts'

const silent = { step: () => ({ advance: () => {}, reach: () => {}, end: () => {} }) }

/** An API that gives these answers, one after the other. */
function answering(...answers: unknown[]): DeskClient {
  const left = answers.values()
  return { call: async ({ answer }) => answer.parse(left.next().value) }
}

const batch = (status: string) => ({ status, totalCount: 2, run: { outcomeCounts: { allocated: 2 } } })

it('asks again until a run has ended, and counts its outcomes', async () => {
  const api = answering(batch('processing'), batch('processing'), batch('completed'), batch('completed'))
  expect(await autoAllocate(api, ['one', 'two'], 4, silent)).toEqual({ allocated: 4 })
})

it('fails when a run does', async () => {
  const api = answering(batch('processing'), batch('failed'))
  await expect(autoAllocate(api, ['one'], 2, silent)).rejects.toThrow('The run of batch one ended as failed.')
})

const asked = (id: string): AskedRequest => ({
  id,
  outcome: 'allocated',
  body: { websiteId: 'web_1', customerId: 'cus_1', currency: 'EUR', amount: 10, description: '' },
})

const shown = (id: string, availableAmount: number) => ({ id, availableAmount, allocations: [] })

it('reads a batch page by page', async () => {
  const api = answering([shown('a', 0)], [shown('b', 0)], [])
  const results = await readResults(api, ['one'], [asked('a'), asked('b')], silent)
  expect(results.map(({ id }) => id)).toEqual(['a', 'b'])
})

it('fails when a request ended otherwise than its customer’s payments allow', async () => {
  const api = answering([shown('a', 0), shown('b', 3)], [])
  await expect(readResults(api, ['one'], [asked('a'), asked('b')], silent)).rejects.toThrow(
    "1 requests did not end as their customers' instruments and payments allow: b of cus_1 is partially-allocated, not allocated.",
  )
})

it('fails when a request is in none of the batches', async () => {
  const api = answering([shown('a', 0)], [])
  await expect(readResults(api, ['one'], [asked('a'), asked('b')], silent)).rejects.toThrow(
    '1 of 2 requests are in none of the batches.',
  )
})
