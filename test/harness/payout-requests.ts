import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import type { PayoutRequest } from '../../shared/domain/payout-request.ts'
import { type PayoutAsk, requestPayout } from '../../shared/domain/payout-request-changes.ts'
import { requestKey } from '../../shared/repository/keys.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { requestItem, textItem } from '../../shared/repository/payout-request-item.ts'
import { keepNewRequest } from '../../shared/repository/payout-requests.ts'
import { idsFrom } from '../../shared/runtime/ids.ts'

type AskOf = (i: number) => Partial<PayoutAsk>

export const approvedRequests = (table: OrganizationTable, count: number, ask?: AskOf) =>
  requestsThatAre('approved', table, count, ask)

export const readyRequests = (table: OrganizationTable, count: number, ask?: AskOf) =>
  requestsThatAre('ready', table, count, ask)

/** Puts requests into the table as POST does, without the cost of an HTTP call each. */
async function requestsThatAre(
  status: 'ready' | 'approved',
  table: OrganizationTable,
  count: number,
  ask: AskOf = () => ({}),
): Promise<PayoutRequest[]> {
  const start = Date.now()
  const requests = Array.from({ length: count }, (_, i): PayoutRequest => {
    const at = new Date(start + i).toISOString()
    const ids = idsFrom({ now: () => new Date(start + i) })
    return {
      ...requestPayout(ids.nextPayoutRequest(), { ...PLAIN, ...ask(i) }, 'ready', { by: 'usr_test', at }),
      status,
    }
  })
  const plain = requests.filter((request) => textItem(request) === undefined)
  const pages = Array.from({ length: Math.ceil(plain.length / 25) }, (_, i) =>
    plain.slice(i * 25, i * 25 + 25),
  )
  for (const page of pages) await putAll(table, page)
  for (const request of requests.filter((one) => !plain.includes(one))) await keepNewRequest(table, request)
  return requests
}

/** As many as one call takes; nobody else has their ids. */
const putAll = (table: OrganizationTable, requests: readonly PayoutRequest[]): Promise<unknown> =>
  table.client.send(
    new BatchWriteCommand({
      RequestItems: {
        [table.name]: requests.map((request) => ({
          PutRequest: {
            Item: { ...requestKey(table.organization, request.id), ...requestItem(table, request) },
          },
        })),
      },
    }),
  )

const PLAIN: PayoutAsk = {
  websiteId: 'web_1',
  customerId: 'cus_1',
  currency: 'EUR',
  amountMinor: 10_00n,
  paymentInstrumentId: null,
  description: null,
  selectedPaymentInstrumentRedirectUrl: null,
  blocked: false,
  blockReason: null,
  splitReason: null,
}
