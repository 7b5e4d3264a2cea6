import type { PayoutRequest } from '../../../shared/domain/payout-request.ts'
import { type Ask, newOrganization, type TestDesk } from '../../harness/desk.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'

/** An organization of a test's own, and its batches through the API. */
export interface Batches {
  readonly organization: string
  readonly ask: Ask
  /** Approved requests in no batch, oldest first; their ids. */
  requests(count: number, ask?: Parameters<typeof approvedRequests>[2]): Promise<string[]>
  /** Of new requests, or of these. */
  create(members: number | readonly string[]): Promise<any>
  get(id: string): Promise<any>
  /** The batch that each request says it is in. */
  batchOf(ids: readonly string[]): Promise<(string | null)[]>
}

export function batchesOn(desk: TestDesk): Batches {
  const organization = newOrganization()
  const ask = desk.as(organization)
  const requests: Batches['requests'] = async (count, asked) =>
    (await approvedRequests(desk.table.as(organization), count, asked)).map(({ id }: PayoutRequest) => id)
  return {
    organization,
    ask,
    requests,
    async create(members) {
      const payoutRequestIds = typeof members === 'number' ? await requests(members) : members
      const { status, body, text } = await ask('payout-request-batches/create', {
        body: { payoutRequestIds },
      })
      if (status !== 201) throw new Error(`No batch was created: ${text}`)
      return body
    },
    get: async (id) => (await ask('payout-request-batches/get', { id })).body,
    batchOf: (ids) =>
      Promise.all(ids.map(async (id) => (await ask('payout-requests/get', { id })).body.batchId)),
  }
}
