import { expect } from 'vitest'
import { OPEN_STATUSES } from '../../../shared/domain/allocation.ts'
import { exposureOn } from '../../../shared/domain/customer.ts'
import { sumOf } from '../../../shared/domain/money.ts'
import { GIVEN_BACK_STATUSES } from '../../../shared/domain/payout-request.ts'
import { customerProfile } from '../../../shared/repository/customers.ts'
import { organizationOf } from '../../../shared/repository/keys.ts'
import { dueWork } from '../../../shared/repository/open-work.ts'
import { allocationsOf, CONCURRENCY, CURRENCIES, CUSTOMERS, GATEWAYS, type Life, look } from './life.ts'

/** What must be so once everything has come to rest: the simulator's own books are the measure. */
export async function checkBooks(life: Life): Promise<void> {
  const { world, table } = life
  const allocations = await allocationsOf(life)
  for (const { id, status } of allocations) {
    expect(['queued', 'processing', 'waiting-completion'], id).not.toContain(status)
    expect(world.firstCalls.get(id) ?? 0, `${id} was sent`).toBeLessThanOrEqual(1)
    if (status === 'completed') expect(world.books.has(id), `${id} is in the books`).toBe(true)
  }
  expect(world.mostAtOnce()).toBeLessThanOrEqual(CONCURRENCY * GATEWAYS.length)

  // What the books have and an allocation denies was told to somebody: its gateway contradicted itself.
  const contradicted = new Set(
    life.deadLetters.flatMap(({ reason, message }) =>
      reason === 'conflicting-result'
        ? [message.kind === 'order' ? message.order.allocationId : message.notice.payment.allocationId]
        : [],
    ),
  )
  for (const id of world.books.keys()) {
    const isCompleted = allocations.some((one) => one.id === id && one.status === 'completed')
    expect(isCompleted || contradicted.has(id), `${id} was paid`).toBe(true)
  }

  for (const customerId of CUSTOMERS)
    for (const currency of CURRENCIES) {
      const profile = await customerProfile(table, { customerId, currency })
      for (const gateway of GATEWAYS) {
        const mine = allocations.filter(
          (one) =>
            one.customerId === customerId && one.currency === currency && one.gatewayAccountId === gateway,
        )
        const pair = exposureOn(profile, `card_${customerId}`, gateway)
        const paid = mine.filter(({ id }) => world.books.has(id))
        expect(pair.payoutsMinor, `${customerId} ${currency} ${gateway}`).toBe(amountOf(paid))
        expect(pair.openMinor).toBe(amountOf(mine.filter(({ status }) => OPEN_STATUSES.includes(status))))
        expect(pair.headroomMinor).toBe(pair.salesMinor - pair.payoutsMinor - pair.openMinor)
      }
    }
}

const amountOf = (some: readonly { readonly amountMinor: bigint }[]): bigint =>
  sumOf(some.map(({ amountMinor }) => amountMinor))

export async function checkRequests(life: Life): Promise<void> {
  for (const { id } of life.requests) {
    const { request, allocations } = await look(life, id)
    const completed = amountOf(allocations.filter(({ status }) => status === 'completed'))
    const live = amountOf(allocations.filter(({ status }) => !GIVEN_BACK_STATUSES.includes(status)))
    expect(request.paidMinor, id).toBe(completed)
    expect(request.unallocatedMinor, id).toBe(request.amountMinor - live)
    expect(request.status === 'fulfilled', `${id} is ${request.status}`).toBe(
      completed === request.amountMinor,
    )
  }
}

export async function checkNothingIsOpen({ world, table }: Life): Promise<void> {
  const never = new Date(world.clock.now().getTime() + 86_400_000)
  for await (const page of dueWork(table, 'payment', never, 100))
    expect(page.filter((entry) => organizationOf(entry) === table.organization)).toEqual([])
  expect(world.queue).toEqual([])
}
