import fc from 'fast-check'
import type { ApiAnswer } from '../../harness/api.ts'
import type { Ask } from '../../harness/desk.ts'
import { allocationsOf, deliver, dueIn, GATEWAYS, type Life, look, order, sweep, unlessFair } from './life.ts'

/** What people, networks and clocks do while payments are made. None needs to be in time, and none has to succeed. */

interface Step {
  readonly name: string
  run(life: Life): Promise<unknown>
}

/** fast-check's commands keep a model beside the real thing; here the end is judged, so there is none. */
class Command implements fc.AsyncCommand<object, Life> {
  readonly #step: Step

  constructor(step: Step) {
    this.#step = step
  }

  check(): boolean {
    return true
  }

  async run(_: object, life: Life): Promise<void> {
    await this.#step.run(life)
  }

  toString(): string {
    return this.#step.name
  }
}

const command = <Value>(
  name: string,
  arbitrary: fc.Arbitrary<Value>,
  run: (life: Life, value: Value) => Promise<unknown>,
): fc.Arbitrary<Command> =>
  arbitrary.map(
    (value) => new Command({ name: `${name} ${JSON.stringify(value)}`, run: (life) => run(life, value) }),
  )

/** Refusals are answers, too; a fault is a bug, but for one that the weather explains. */
async function asked(life: Life, ...call: Parameters<Ask>): Promise<ApiAnswer> {
  const given = await life.ask(...call)
  if (given.status >= 500) unlessFair(life.weather)(new Error(given.text))
  return given
}

const MAGIC = [0, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99]
const copies = fc.nat({ max: 2 })
const which = fc.nat({ max: 11 })

const allocate = command(
  'allocate',
  fc.record({
    request: which,
    gateway: fc.nat({ max: 1 }),
    units: fc.integer({ min: 1, max: 40 }),
    magic: fc.constantFrom(...MAGIC),
  }),
  async (life, { request, gateway, units, magic }) => {
    const { id, customerId } = of(life.requests, request)
    await asked(life, 'payout-request-allocations/create', {
      body: {
        payoutRequestId: id,
        paymentInstrumentId: `card_${customerId}`,
        gatewayAccountId: GATEWAYS[gateway],
        amount: (units * 100 + magic) / 100,
      },
    })
  },
)

/** All that is left of a request, so that it may be fulfilled; its cents are those of an approval. */
const allocateRest = command(
  'allocate the rest',
  fc.record({ request: which, gateway: fc.nat({ max: 1 }) }),
  async (life, { request, gateway }) => {
    const { id, customerId } = of(life.requests, request)
    const { unallocatedMinor } = (await look(life, id)).request
    if (unallocatedMinor === 0n) return
    await asked(life, 'payout-request-allocations/create', {
      body: {
        payoutRequestId: id,
        paymentInstrumentId: `card_${customerId}`,
        gatewayAccountId: GATEWAYS[gateway],
        amount: Number(unallocatedMinor) / 100,
      },
    })
  },
)

const process = command(
  'process',
  fc.record({ from: which, count: fc.integer({ min: 1, max: 8 }), copies }),
  async (life, { from, count, copies: times }) => {
    const ids = (await allocationsOf(life)).map(({ id }) => id).slice(from, from + count)
    if (ids.length === 0) return
    const { status } = await asked(life, 'payout-request-allocations/process', {
      body: { allocationIds: ids },
    })
    if (status === 204) for (const id of ids) order(life, id, times)
  },
)

const patch = command(
  'patch',
  fc.record({ which, status: fc.constantFrom('processing', 'canceled'), copies }),
  async (life, { which: n, status, copies: times }) => {
    const { id } = (await allocationsOf(life))[n] ?? {}
    if (id === undefined) return
    const answer = await asked(life, 'payout-request-allocations/patch', { id, body: { status } })
    if (answer.status === 200 && status === 'processing') order(life, id, times)
  },
)

const deliverSome = command(
  'deliver',
  fc.record({ from: which, count: fc.integer({ min: 1, max: 8 }) }),
  async (life, { from, count }) => {
    const due = dueIn(life)
    const taken = Array.from({ length: Math.min(count, due.length) }, (_, i) => of(due, from + i))
    await Promise.all(taken.map((message) => deliver(life, message)))
  },
)

const crash = command(
  'crash',
  fc.record({
    from: which,
    write: fc.integer({ min: 1, max: 4 }),
    when: fc.constantFrom('before' as const, 'after' as const),
  }),
  async (life, { from, ...at }) => {
    const due = dueIn(life)
    if (due.length > 0) await deliver(life, of(due, from), at)
  },
)

const double = command('double', which, async ({ world: { queue } }, n) => {
  if (queue.length > 0) queue.push({ ...of(queue, n), at: 0 })
})

const lose = command('lose an order', which, async ({ world: { queue } }, n) => {
  const orders = queue.filter(({ kind }) => kind === 'order')
  if (orders.length > 0) queue.splice(queue.indexOf(of(orders, n)), 1)
})

const pass = command('pass', fc.constantFrom(1, 3, 15, 90, 700, 4000), async ({ world }, seconds) =>
  world.pass(seconds),
)

const block = command(
  'block',
  fc.record({ request: which, blocked: fc.boolean() }),
  (life, { request, blocked }) =>
    asked(life, 'payout-requests/patch', { id: of(life.requests, request).id, body: { blocked } }),
)

const switchGateway = command(
  'switch',
  fc.record({ gateway: fc.nat({ max: 1 }), pays: fc.boolean() }),
  (life, { gateway, pays }) =>
    asked(life, 'gateway-accounts/patch', {
      id: GATEWAYS[gateway],
      body: { readyToPayoutInstruction: pays ? 'all' : 'none' },
    }),
)

const stopPayouts = command('stop payouts', fc.boolean(), async ({ world }, isStopped) =>
  world.stop(isStopped),
)

const sweeping = command('sweep', fc.constant(null), sweep)

const of = <One>(all: readonly One[], n: number): One => {
  const one = all[n % all.length]
  if (one === undefined) throw new Error('There is nothing to choose from.')
  return one
}

const weighted = (weight: number, arbitrary: fc.Arbitrary<Command>) => ({ weight, arbitrary })

/** Any course of things; what leads somewhere comes more often. */
export const courses = fc.array(
  fc.oneof(
    weighted(6, allocate),
    weighted(2, allocateRest),
    weighted(4, process),
    weighted(2, patch),
    weighted(6, deliverSome),
    weighted(3, crash),
    weighted(3, pass),
    ...[double, lose, block, switchGateway, stopPayouts, sweeping].map((rare) => weighted(1, rare)),
  ),
  { minLength: 20, maxLength: 60, size: 'max' },
)
