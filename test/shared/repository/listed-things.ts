import { inspect } from 'node:util'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import type { QueryParameters } from '../../../shared/contracts/collection-query.ts'
import type { Allocation } from '../../../shared/domain/allocation.ts'
import { allocationId } from '../../../shared/domain/identifiers.ts'
import type { PayoutRequest } from '../../../shared/domain/payout-request.ts'
import { allocationItem } from '../../../shared/repository/allocation-item.ts'
import { documentClient } from '../../../shared/repository/client.ts'
import {
  allocationKey,
  batchKey,
  type Key,
  requestKey,
  requestTextKey,
} from '../../../shared/repository/keys.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { requestItem, textItem } from '../../../shared/repository/payout-request-item.ts'

/** Requests and allocations put into the table as they are, so that a list can be asked about any state of them. */

export async function given(
  table: OrganizationTable,
  requests: readonly PayoutRequest[],
  allocations: readonly Allocation[] = [],
) {
  for (const one of requests) {
    await put(table, requestKey(table.organization, one.id), requestItem(table, one))
    await put(table, requestTextKey(table.organization, one.id), textItem(one))
  }
  for (const one of allocations)
    await put(
      table,
      allocationKey(table.organization, one.payoutRequestId, one.number),
      allocationItem(table, one),
    )
}

export const givenBatch = (table: OrganizationTable, id: string, txState: string, committedChunks: number) =>
  put(table, batchKey(table.organization, id), {
    txState,
    committedChunks,
    next: committedChunks,
    leaseUntil: '2026-01-01T00:00:00.000Z',
  })

export const request = (id: string, day: number, more: Partial<PayoutRequest> = {}): PayoutRequest => ({
  id,
  websiteId: 'web_1',
  customerId: 'cus_1',
  currency: 'EUR',
  amountMinor: 10_000n,
  unallocatedMinor: 10_000n,
  paidMinor: 0n,
  status: 'ready',
  blocked: false,
  blockReason: null,
  splitReason: null,
  splitFromPayoutRequestId: null,
  paymentInstrumentId: null,
  description: null,
  selectedPaymentInstrumentRedirectUrl: null,
  pendingSince: null,
  cancellation: null,
  allocationCount: 0,
  claim: null,
  lastChange: { by: 'usr_1', actions: [], at: '2026-01-01T00:00:00.000Z' },
  version: 1,
  createdTime: `2026-01-0${day}T00:00:00.000Z`,
  updatedTime: '2026-02-01T00:00:00.000Z',
  ...more,
})

export const allocation = (
  payoutRequestId: string,
  number: number,
  more: Partial<Allocation> = {},
): Allocation => ({
  id: allocationId(payoutRequestId, number),
  payoutRequestId,
  number,
  customerId: 'cus_1',
  paymentInstrumentId: 'inst_1',
  paymentMethod: 'payment-card',
  gatewayAccountId: 'gw_1',
  gatewayName: 'TestProcessor',
  gatewayPayoutInstruction: 'all',
  currency: 'EUR',
  amountMinor: 1_000n,
  capSince: null,
  exposureMinor: 0n,
  status: 'pending',
  runId: null,
  transactionId: null,
  transactionResult: null,
  transactionStatus: null,
  lastChange: { by: 'usr_1', actions: [], at: '2026-01-01T00:00:00.000Z' },
  version: 1,
  createdTime: `2026-01-1${number}T00:00:00.000Z`,
  updatedTime: '2026-02-01T00:00:00.000Z',
  ...more,
})

export const put = (table: OrganizationTable, key: Key, item: object | undefined) =>
  item && table.client.send(new PutCommand({ TableName: table.name, Item: { ...key, ...item } }))

/** A query string as API Gateway hands it over. */
export const query = (text: string): QueryParameters =>
  Object.fromEntries([...new URLSearchParams(text)].map(([name, value]) => [name, [value]]))

/** The same table, telling what it is asked before it answers. */
export function tapped(
  table: OrganizationTable,
  tap: (command: string, input: string) => unknown,
): OrganizationTable {
  const client = documentClient()
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (call) => {
        await tap(commandName, inspect(call.input, { depth: 6 }))
        return next(call)
      },
    { step: 'initialize' },
  )
  return { ...table, client }
}
