import { expect, it } from 'vitest'
import {
  AnyEvent,
  EMBEDDED_ALLOCATIONS_LIMIT,
  EVENTS,
  representPayoutRequestEvent,
} from '../../../shared/contracts/events.ts'
import { linksFrom } from '../../../shared/contracts/links.ts'
import { setAside } from '../../../shared/domain/allocate.ts'
import { ALLOCATIONS_PER_REQUEST_LIMIT } from '../../../shared/domain/allocation.ts'
import { EVENT_TYPES } from '../../../shared/domain/event.ts'
import { ID_LENGTH_LIMIT, OWN_PAYOUT_REQUEST_ID_LENGTH_LIMIT } from '../../../shared/domain/identifiers.ts'
import { cardInstrument, gatewayAccount, payoutRequest } from '../domain/auto-allocation/builders.ts'

const AT = '2026-03-01T10:00:00.000Z'
const LONGEST = 'x'.repeat(ID_LENGTH_LIMIT)

/** AWS: so many bytes for an entry, and for all of one call, with its source and type. */
const PUT_EVENTS_BYTES = 256 * 1024

it('there is a schema for each event of the closed list, and no other', () => {
  expect(Object.keys(EVENTS).sort()).toEqual([...EVENT_TYPES].sort())
})

it('a payout request with as many and as long allocations as can be is an event that the bus takes', () => {
  const request = payoutRequest({
    id: 'x'.repeat(OWN_PAYOUT_REQUEST_ID_LENGTH_LIMIT),
    description: '\u0001'.repeat(1000),
    selectedPaymentInstrumentRedirectUrl: `https://shop.example/${'x'.repeat(2060)}`,
  })
  const leg = {
    instrument: cardInstrument(LONGEST),
    gateway: gatewayAccount(LONGEST, { gatewayName: '語'.repeat(50) }),
    amountMinor: 999_999_999_999_999n,
    exposureMinor: 999_999_999_999_999n,
    capSince: null,
  }
  const legs = Array.from({ length: ALLOCATIONS_PER_REQUEST_LIMIT }, () => leg)
  const made = setAside(request, legs, { stamp: { by: 'usr_1', at: AT }, runId: LONGEST })
  const allocations = made.allocations.map((one) => ({ ...one, transactionId: LONGEST }))
  const event = representPayoutRequestEvent(
    { id: 'evt_1', organizationId: LONGEST, eventType: 'payout-request-modified', occurredTime: AT },
    { request, allocations, batchId: LONGEST, uncovered: new Set() },
    linksFrom(`https://${'payouts.'.repeat(12)}example.org/v1/organizations/${LONGEST}`),
  )
  expect(AnyEvent.parse(event)).toEqual(event)
  expect(new TextEncoder().encode(JSON.stringify(event)).length).toBeLessThan(PUT_EVENTS_BYTES)
  const shown = event._embedded.payoutRequest.allocations
  expect(shown.map(({ id }) => id)).toEqual(
    allocations.slice(-EMBEDDED_ALLOCATIONS_LIMIT).map(({ id }) => id),
  )
  expect(shown.length + event.omittedAllocationCount).toBe(allocations.length)
})
