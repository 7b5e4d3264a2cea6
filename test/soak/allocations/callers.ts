import { oneOf } from '../game/choosing.ts'
import type { ApiAsked } from './deeds.ts'
import type { RequestFact } from './facts.ts'
import { amountOf, CURRENCIES } from './money.ts'
import type { Story } from './story.ts'
import { INSTRUCTIONS, newPayment, type World } from './world.ts'

/** What a caller sees, and chooses from. */
interface Sight {
  readonly world: World
  readonly story: Story
  readonly random: () => number
}

interface Choice {
  /** As often as this. */
  readonly weight: number
  /** Nothing where there is nothing to ask it for. */
  readonly ask: (sight: Sight) => ApiAsked | undefined
}

const CHOICES: readonly Choice[] = [
  { weight: 7, ask: (sight) => ofBatch(sight, (batch) => ({ does: 'start', batch })) },
  { weight: 5, ask: byHand },
  { weight: 8, ask: (sight) => ofRequest(sight, ({ id }) => ({ does: 'auto', request: id })) },
  { weight: 5, ask: (sight) => ofPending(sight, (allocation) => ({ does: 'cancel', allocation })) },
  { weight: 5, ask: (sight) => ofPending(sight, (allocation) => ({ does: 'process', allocation })) },
  { weight: 6, ask: telling },
  { weight: 4, ask: ({ world, random }) => newPayment(world, random) },
  { weight: 4, ask: aboutPayment },
  { weight: 2, ask: cancelingAll },
  { weight: 2, ask: (sight) => ofRequest(sight, ({ id, blocked }) => blocking(id, !blocked)) },
]

const ALL = CHOICES.flatMap((choice) => Array<Choice>(choice.weight).fill(choice))

/** What a caller asks for next, by what the table says now, which may have changed when it is heard. */
export function nextAsked(sight: Sight, changes: number): ApiAsked {
  const { world, random } = sight
  if (random() < changes)
    return { does: 'change', gateway: oneOf(world.gateways, random) ?? '', body: newTerms(random) }
  return oneOf(ALL, random)?.ask(sight) ?? newPayment(world, random)
}

type Asking<Thing> = (thing: Thing) => ApiAsked

const ofOne = <Thing>(things: readonly Thing[], random: () => number, ask: Asking<Thing>) => {
  const thing = oneOf(things, random)
  return thing === undefined ? undefined : ask(thing)
}

const ofBatch = ({ world, random }: Sight, ask: Asking<string>) =>
  ofOne([...world.batches.keys()], random, ask)

/** Some are asked about more often than others, so that callers meet. */
const ofRequest = ({ story, random }: Sight, ask: Asking<RequestFact>) =>
  ofOne(story.facts('payout-request'), () => random() ** 2, ask)

const ofPending = ({ story, random }: Sight, ask: Asking<string>) =>
  ofOne(
    story
      .facts('allocation')
      .filter(({ status }) => status === 'pending')
      .map(({ id }) => id),
    random,
    ask,
  )

/** Gateways speak of what they were given, now and then of what they were not, and not always with one voice. */
function telling({ story, random }: Sight): ApiAsked | undefined {
  const isAny = random() < 0.1
  const allocations = story.facts('allocation').filter(({ status }) => isAny || status === 'processing')
  return ofOne(allocations, random, ({ id, amountMinor, currency }) => {
    const result = oneOf(['approved', 'approved', 'declined', 'abandoned'] as const, random) ?? 'approved'
    return { does: 'tell', allocation: id, result, amountMinor, currency }
  })
}

const blocking = (request: string, blocked: boolean): ApiAsked => ({ does: 'block', request, blocked })

function aboutPayment({ story, random }: Sight): ApiAsked | undefined {
  return ofOne(story.facts('transaction'), random, ({ id, status }) => ({
    does: 'dispute',
    transaction: id,
    status: status === 'disputed' ? 'completed' : 'disputed',
  }))
}

function cancelingAll(sight: Sight): ApiAsked | undefined {
  return ofBatch(sight, (batch) => {
    const run = sight.random() < 0.5 ? null : lastRunOf(batch, sight.story)
    return { does: 'cancel-all', batch, run }
  })
}

const lastRunOf = (batch: string, { runs }: Story): string | null =>
  [...runs.values()].findLast(({ reference }) => reference.batchId === batch)?.reference.runId ?? null

/** Whatever is open, or a part of it; sometimes more. */
function byHand(sight: Sight): ApiAsked | undefined {
  const { world, random } = sight
  return ofRequest(sight, ({ id, customerId, currency, amountMinor, unallocatedMinor }) => {
    const own = oneOf(
      world.pairs.filter((pair) => pair.customerId === customerId),
      random,
    )
    const most = Math.max(1, Number(random() < 0.1 ? amountMinor : unallocatedMinor))
    return {
      does: 'allocate',
      request: id,
      instrument: own?.instrument ?? '',
      gateway: own?.gateway ?? '',
      amountMinor: BigInt(random() < 0.3 ? most : 1 + Math.floor(random() * most)),
      currency,
    }
  })
}

function newTerms(random: () => number): object {
  const amount = 500 + Math.floor(random() * 3_000)
  const each = CURRENCIES.map((currency) => ({ amount: amountOf(BigInt(amount), currency), currency }))
  const caps = each.map((limit) => ({ ...limit, period: '24-hours' }))
  const terms = [
    { isDown: random() < 0.5 },
    { payoutLimits: { maxPerPeriod: caps } },
    { payoutLimits: { maxPerPeriod: caps } },
    { payoutLimits: { maxPerPeriod: null } },
    { payoutLimits: { maxPerTransaction: random() < 0.5 ? each : null } },
    { readyToPayoutInstruction: oneOf(INSTRUCTIONS, random) },
  ]
  return oneOf(terms, random) ?? {}
}
