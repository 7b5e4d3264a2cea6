import { setTimeout as after } from 'node:timers/promises'
import * as z from 'zod'
import { amountsIn, DEMO_CURRENCIES, type DemoCurrency } from './amounts.ts'
import { autoAllocate, BATCH_LIMIT, BATCHES } from './batching.ts'
import type { DeskClient } from './desk-client.ts'
import type { Progress } from './progress.ts'

/** What came of paying, as the API shows it in the end. */
export interface Payouts {
  /** Requests that are paid in full. */
  readonly fulfilled: number
  /** Allocations that their gateway refused. */
  readonly declined: number
  /** Requests of which an allocation was declined, and that were allocated again and paid elsewhere. */
  readonly reallocated: number
  readonly paidByCurrency: Readonly<Record<string, number>>
}

/** Has what is allocated paid; then what was declined is allocated once more, elsewhere, and paid as well. */
export async function payOut(
  client: DeskClient,
  batches: readonly string[],
  { requests, quiet, progress }: { requests: number; quiet: () => Promise<void>; progress: Progress },
): Promise<Payouts> {
  await process(client, batches, progress, 'Paid')
  await quiet() // a gateway that has declined may take back its word in a moment
  const firstTry = await membersOf(client, batches)
  await autoAllocate(client, batches, requests, progress)
  await process(client, batches, progress, 'Paid elsewhere')
  return payoutsOf(firstTry, await membersOf(client, batches))
}

function payoutsOf(firstTry: readonly Member[], ends: readonly Member[]): Payouts {
  const declinedIn = ({ allocations }: Member) => allocations.filter(({ status }) => status === 'declined')
  const declined = new Set(firstTry.filter((one) => declinedIn(one).length > 0).map(({ id }) => id))
  const known = new Set(firstTry.flatMap(({ allocations }) => allocations.map(({ id }) => id)))
  const isPaidElsewhere = ({ id, status }: Member['allocations'][number]) =>
    status === 'completed' && !known.has(id)
  const paidIn = (currency: DemoCurrency) =>
    ends.flatMap((end) => (end.currency === currency ? [end.paidAmount] : []))
  return {
    fulfilled: ends.filter(({ status }) => status === 'fulfilled').length,
    declined: ends.flatMap(declinedIn).length,
    reallocated: ends.filter(({ id, allocations }) => declined.has(id) && allocations.some(isPaidElsewhere))
      .length,
    paidByCurrency: Object.fromEntries(
      DEMO_CURRENCIES.map((currency) => [currency, sumIn(currency, paidIn(currency))]),
    ),
  }
}

const PAYING_PATIENCE_SECONDS = 180
const POLL_MILLISECONDS = 500

/** Waits until no allocation is under way any more. What nobody can ever know is resolved as a person would. */
async function process(
  client: DeskClient,
  batches: readonly string[],
  progress: Progress,
  label: string,
): Promise<void> {
  for (const batch of batches)
    await client.call({ method: 'POST', path: `${BATCHES}/${batch}/process`, body: {}, answer: z.unknown() })
  const deadline = performance.now() + PAYING_PATIENCE_SECONDS * 1000
  let open = await openIn(client, batches)
  const all = open.length
  const step = progress.step(label, all)
  while (open.length > 0) {
    if (performance.now() > deadline)
      throw new Error(`${open.length} payments have not ended after ${PAYING_PATIENCE_SECONDS} s.`)
    for (const { transactionId } of open.filter(isUnknowable))
      await client.call({
        method: 'POST',
        path: `/transactions/${transactionId}/update`,
        body: { result: 'approved' },
        answer: z.unknown(),
      })
    await after(POLL_MILLISECONDS)
    open = await openIn(client, batches)
    step.reach(all - open.length)
  }
  step.end()
}

const Allocation = z.object({
  id: z.string(),
  status: z.string(),
  currency: z.enum(DEMO_CURRENCIES),
  amount: z.number(),
  transactionId: z.string().nullish(),
  transactionStatus: z.string().nullish(),
})

const OPEN_STATUSES = ['queued', 'processing', 'waiting-completion']

async function openIn(client: DeskClient, batches: readonly string[]) {
  const members = await membersOf(client, batches)
  return members.flatMap(({ allocations }) =>
    allocations.filter(({ status }) => OPEN_STATUSES.includes(status)),
  )
}

/** The simulator never tells of an amount whose last digits are 98 (rules §5). */
const isUnknowable = ({ amount, currency, transactionStatus }: z.infer<typeof Allocation>): boolean =>
  transactionStatus === 'timeout' && minorOf(currency, amount) % 100 === 98

const Member = z.object({
  id: z.string(),
  status: z.string(),
  currency: z.enum(DEMO_CURRENCIES),
  paidAmount: z.number(),
  allocations: z.array(Allocation),
})

type Member = z.infer<typeof Member>

const membersOf = async (client: DeskClient, batches: readonly string[]): Promise<Member[]> =>
  (await Promise.all(batches.map((batch) => pagesOf(client, batch)))).flat()

async function pagesOf(client: DeskClient, batch: string): Promise<Member[]> {
  const members: Member[] = []
  for (;;) {
    const path = `/payout-requests?filter=batchId:${batch}&limit=${BATCH_LIMIT}&offset=${members.length}`
    const page = await client.call({ path, answer: z.array(Member) })
    members.push(...page)
    if (page.length === 0 || members.length >= BATCH_LIMIT) return members
  }
}

const minorOf = (currency: DemoCurrency, amount: number): number =>
  Math.round(amount * 10 ** amountsIn(currency).digits)

/** Exact: in whole minor units. */
const sumIn = (currency: DemoCurrency, amounts: readonly number[]): number =>
  amountsIn(currency).decimal(amounts.reduce((sum, amount) => sum + minorOf(currency, amount), 0))
