import { setTimeout as after } from 'node:timers/promises'
import * as z from 'zod'
import { amountsIn, DEMO_CURRENCIES } from './amounts.ts'
import { autoAllocate, BATCH_LIMIT, BATCHES } from './batching.ts'
import type { DeskClient } from './desk-client.ts'
import type { Progress } from './progress.ts'

/** What came of paying, as the API shows it in the end. */
export interface Payouts {
  /** Requests that are paid in full. */
  readonly fulfilled: number
  /** Allocations that their gateway refused; their amounts were allocated again where something else could take them. */
  readonly declined: number
  readonly paidByCurrency: Readonly<Record<string, number>>
}

/** Has what is allocated paid; then what was declined is allocated once more, elsewhere, and paid as well. */
export async function payOut(
  client: DeskClient,
  batches: readonly string[],
  requests: number,
  progress: Progress,
): Promise<Payouts> {
  await process(client, batches, progress, 'Paid')
  await autoAllocate(client, batches, requests, progress)
  await process(client, batches, progress, 'Paid elsewhere')
  const ends = (await Promise.all(batches.map((batch) => pagesOf(client, batch)))).flat()
  const declined = ends.flatMap(({ allocations }) => allocations.filter((one) => one.status === 'declined'))
  return {
    fulfilled: ends.filter(({ status }) => status === 'fulfilled').length,
    declined: declined.length,
    paidByCurrency: Object.fromEntries(
      DEMO_CURRENCIES.map((currency) => [
        currency,
        sumIn(
          currency,
          ends.flatMap((end) => (end.currency === currency ? [end.paidAmount] : [])),
        ),
      ]),
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
  status: z.string(),
  currency: z.enum(DEMO_CURRENCIES),
  amount: z.number(),
  transactionId: z.string().nullish(),
  transactionStatus: z.string().nullish(),
})

const OPEN_STATUSES = ['queued', 'processing', 'waiting-completion']

async function openIn(client: DeskClient, batches: readonly string[]) {
  const ends = (await Promise.all(batches.map((batch) => pagesOf(client, batch)))).flat()
  return ends.flatMap(({ allocations }) => allocations.filter(({ status }) => OPEN_STATUSES.includes(status)))
}

/** The simulator never tells of an amount whose last digits are 98 (rules §5). */
const isUnknowable = ({ amount, currency, transactionStatus }: z.infer<typeof Allocation>): boolean =>
  transactionStatus === 'timeout' && minorOf(currency, amount) % 100 === 98

const Member = z.object({
  status: z.string(),
  currency: z.enum(DEMO_CURRENCIES),
  paidAmount: z.number(),
  allocations: z.array(Allocation),
})

async function pagesOf(client: DeskClient, batch: string): Promise<z.infer<typeof Member>[]> {
  const members: z.infer<typeof Member>[] = []
  for (;;) {
    const path = `/payout-requests?filter=batchId:${batch}&limit=${BATCH_LIMIT}&offset=${members.length}`
    const page = await client.call({ path, answer: z.array(Member) })
    members.push(...page)
    if (page.length === 0 || members.length >= BATCH_LIMIT) return members
  }
}

const minorOf = (currency: (typeof DEMO_CURRENCIES)[number], amount: number): number =>
  Math.round(amount * 10 ** amountsIn(currency).digits)

/** Exact: in whole minor units. */
const sumIn = (currency: (typeof DEMO_CURRENCIES)[number], amounts: readonly number[]): number =>
  amountsIn(currency).decimal(amounts.reduce((sum, amount) => sum + minorOf(currency, amount), 0))
