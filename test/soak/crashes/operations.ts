import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import type { LocalStack } from '../../../infra/local/stack.ts'
import { done } from '../../journeys/harness/client.ts'
import { functionOf } from '../../journeys/harness/faults.ts'
import type { Attempt } from './attempts.ts'
import { create, type Known, type Organization } from './organization.ts'

/** Something that is done to a batch, and whose function may die while it does. */
export interface Operation {
  /** Its function, below functions/payout-request-batches/. */
  readonly file: string
  /** Makes the batch that it is about, if any; resolves to what then does it. */
  prepare(us: Organization, known: Known, stack: LocalStack): Promise<() => Promise<Attempt[]>>
  /** What must be so besides who is a member of what. */
  check?(us: Organization, known: Known): Promise<void>
}

export const OPERATIONS: Readonly<Record<string, Operation>> = {
  creation: {
    file: 'create',
    prepare:
      async (us, { ids }) =>
      async () => [await create(us, ids)],
  },

  // Whoever comes second takes the newest of the requests, and the first one gives back all others.
  'creation that another spoils': {
    file: 'create',
    prepare:
      async (us, { ids }, stack) =>
      async () => {
        const begun = intentsIn(stack)
        const answered = new AbortController()
        const first = create(us, ids).finally(() => answered.abort())
        while (!answered.signal.aborted && intentsIn(stack) === begun) await pause(1)
        return Promise.all([create(us, ids.slice(-3)), first])
      },
  },

  addition: {
    file: 'add',
    async prepare(us, known) {
      const [before, added] = [known.ids.slice(0, 3), known.ids.slice(3)]
      const id = await newBatch(us, known, before)
      return async () => [
        await change(us, id, 'payout-requests', { undone: before, done: known.ids, body: idsOf(added) }),
      ]
    },
  },

  removal: {
    file: 'remove',
    async prepare(us, known) {
      const id = await newBatch(us, known, known.ids)
      const leaving = known.ids.filter((_, i) => i % 3 > 0)
      const staying = known.ids.filter((_, i) => i % 3 === 0)
      return async () => [
        await change(us, id, 'payout-requests/remove', {
          undone: known.ids,
          done: staying,
          body: idsOf(leaving),
        }),
      ]
    },
  },

  unblocking: {
    file: 'unblock',
    async prepare(us, known) {
      const blocked = known.ids.slice(0, BLOCKED_LIMIT)
      const id = await newBatch(us, known, blocked)
      await done(us.call(`POST /payout-request-batches/${id}/block`, { body: { reason: 'other' } }))
      return async () => [await change(us, id, 'unblock', { undone: blocked, done: blocked })]
    },
    async check({ call }, { batches }) {
      for (const [id, { length }] of batches) {
        const filter = `filter=batchId:${id};blocked:true&limit=1000`
        const blocked = await done(call(`GET /payout-requests?${filter}`))
        expect([0, length]).toContain(blocked.length)
      }
    },
  },

  deletion: {
    file: 'delete',
    async prepare(us, known) {
      const id = await newBatch(us, known, known.ids)
      return async () => {
        const answer = await us.call(`DELETE /payout-request-batches/${id}`)
        return [{ what: 'DELETE', batch: id, undone: known.ids, done: null, status: answer.status }]
      }
    },
  },
}

/** Blocking is a write for each, which a machine with much else to do has no time for a thousand times. */
const BLOCKED_LIMIT = 300

const idsOf = (payoutRequestIds: readonly string[]) => ({ payoutRequestIds })

const intentsIn = ({ counts }: LocalStack): number =>
  counts.snapshot().functions[functionOf('payout-request-batches/create')]?.requests['dynamodb:PutItem'] ?? 0

async function newBatch({ call }: Organization, known: Known, members: readonly string[]): Promise<string> {
  const { id } = await done(call('POST /payout-request-batches', { body: idsOf(members) }))
  known.batches = new Map([[id, members]])
  return id
}

async function change(
  { call }: Organization,
  batch: string,
  what: string,
  { body, ...members }: { done: readonly string[]; undone: readonly string[]; body?: object },
): Promise<Attempt> {
  const { status } = await call(`POST /payout-request-batches/${batch}/${what}`, { body })
  return { what, batch, status, ...members }
}
