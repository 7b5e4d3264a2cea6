import { wrongInCreated } from './creations.ts'
import type { Deed } from './deeds.ts'
import { isLive, type RequestFact, sumOf } from './facts.ts'
import { figuresOf, hasEffect, isOf, pairOf, profileOf } from './figures.ts'
import { wrongInMove } from './moves.ts'
import type { Step, Story } from './story.ts'
import { liveByHour, takenByHour } from './windows.ts'
import type { World } from './world.ts'

/** What is wrong with a write, by all that was written before it: every promise holds after every step. */
export const stepJudge =
  (world: World, deeds: readonly Deed[]) =>
  (step: Step, story: Story): string[] => {
    const facts = step.changes.flatMap(({ before, after }) => after ?? before ?? [])
    const allocations = facts.filter((fact) => fact.type === 'allocation')
    const requests = new Set([
      ...allocations.map(({ payoutRequestId }) => payoutRequestId),
      ...facts.filter((fact) => fact.type === 'payout-request').map(({ id }) => id),
    ])
    const profiles = new Set([
      ...[...allocations, ...facts.filter((fact) => fact.type === 'transaction')].map(profileOf),
      ...facts.filter((fact) => fact.type === 'exposure').map(({ pk, sk }) => profileIn(pk, sk)),
    ])
    const wrong = [
      ...story
        .facts('payout-request')
        .filter(({ id }) => requests.has(id))
        .flatMap((request) => wrongAmounts(request, story)),
      ...[...profiles].flatMap((profile) => wrongExposures(profile, story)),
      ...(allocations.length > 0 ? uncountedInWindows(story, step.at) : []),
      ...step.changes.flatMap((change) => wrongInMove(change, step, world)),
      ...wrongInCreated(step, story, world, deeds),
    ]
    return wrong.map((one) => `${step.moment} (${step.by?.deed.asked.does}): ${one}`)
  }

/** Promises 2 and 3: live allocations and what is open are the amount, and nothing of them is negative. */
function wrongAmounts(request: RequestFact, story: Story): string[] {
  const { id, amountMinor, unallocatedMinor } = request
  const live = sumOf(story.facts('allocation').filter((one) => one.payoutRequestId === id && isLive(one)))
  if (live > amountMinor) return [`${live} of the ${amountMinor} of ${id} is allocated`]
  return live + unallocatedMinor === amountMinor
    ? []
    : [`${live} of ${id} is allocated, ${unallocatedMinor} open and ${amountMinor} the amount`]
}

/** The stored figures of every pair of a customer in a currency are what transactions and allocations come to. */
function wrongExposures(profile: string, story: Story): string[] {
  const stored = story.facts('exposure').find(({ pk, sk }) => profileIn(pk, sk) === profile)?.pairs ?? {}
  const names = new Set([
    ...Object.keys(stored),
    ...story.facts('allocation').filter(isOf(profile)).map(pairOf),
    ...story.facts('transaction').filter(isOf(profile)).filter(hasEffect).map(pairOf),
  ])
  return [...names].flatMap((name) => {
    const { salesMinor = 0n, payoutsMinor = 0n, openMinor = 0n, headroomMinor = 0n } = stored[name] ?? {}
    const { sales, payouts, open } = figuresOf(profile, name, story)
    const is = [sales, payouts, open, sales - payouts - open].join()
    const says = [salesMinor, payoutsMinor, openMinor, headroomMinor].join()
    return is === says
      ? []
      : [`sales, payouts, open and headroom of ${profile} ${name} are ${is}, not ${says}`]
  })
}

const profileIn = (pk: string, sk: string): string => `${pk.split('#')[3]} ${sk.split('#')[1]}`

/** Rules §4.5: what is set aside automatically counts from the moment on at which it is. */
function uncountedInWindows(story: Story, at: number): string[] {
  const taken = takenByHour(story)
  return [...liveByHour(story, at)]
    .filter(([hour, live]) => (taken.get(hour) ?? 0n) < live)
    .map(
      ([hour, live]) => `${live} is allocated in ${hour}, and its window knows of ${taken.get(hour) ?? 0n}`,
    )
}
