import { askFor, views } from './asking.ts'
import { type Asked, type Deed, isDone } from './deeds.ts'
import { isContradicted } from './effects.ts'
import { chunksIn } from './executions.ts'
import { minorOf } from './money.ts'
import { wrongInRun } from './outcomes.ts'
import type { Story } from './story.ts'
import { counts, liveByHour, takenByHour } from './windows.ts'
import type { World } from './world.ts'

/** What is wrong when nobody is at work any more, also with what the API shows, and with all of it asked for again. */
export async function wrongInTheEnd(world: World, story: Story, deeds: readonly Deed[]): Promise<string[]> {
  const wrong = [...wrongWindows(story, Date.now()), ...(await wrongRequests(story))]
  for (const run of story.runs.values()) wrong.push(...(await wrongInRun(run, world, story)))
  return [...wrong, ...(await wrongInRepeats(story, deeds))]
}

function wrongWindows(story: Story, at: number): string[] {
  const taken = [...takenByHour(story)].filter(([name]) => counts(name.split(' ').at(-1) ?? '', at))
  const said = (sums: Iterable<readonly [string, bigint]>) =>
    [...sums]
      .map((one) => one.join(': '))
      .sort()
      .join()
  const [is, says] = [said(liveByHour(story, at)), said(taken)]
  return [
    ...(is === says ? [] : [`windows say ${says || 'nothing'}, and ${is || 'nothing'} is allocated`]),
    ...story
      .facts('window')
      .filter(({ reservations }) => reservations.length > 0)
      .map(({ pk, sk, reservations }) => `${pk} ${sk} is left with ${JSON.stringify(reservations)}`),
  ]
}

interface ShownRequest {
  readonly id: string
  readonly currency: string
  readonly amount: number
  readonly availableAmount: number
  readonly allocations: readonly { readonly id: string; readonly amount: number; readonly status: string }[]
}

/** Every request with its allocations, as the API shows them. */
async function wrongRequests(story: Story): Promise<string[]> {
  const { body } = await views.requests({ query: { limit: '1000' } })
  const shown = (body as readonly ShownRequest[]).map((one) => [
    one.id,
    minorOf(one.availableAmount, one.currency),
    ...one.allocations
      .map(({ id, amount, status }) => `${id} ${minorOf(amount, one.currency)} ${status}`)
      .sort(),
  ])
  const is = story.facts('payout-request').map(({ id, unallocatedMinor }) => [
    id,
    unallocatedMinor,
    ...story
      .facts('allocation')
      .filter(({ payoutRequestId }) => payoutRequestId === id)
      .map((one) => `${one.id} ${one.amountMinor} ${one.status}`)
      .sort(),
  ])
  const [says, so] = [shown, is].map((rows) =>
    rows
      ?.map((row) => row.join())
      .sort()
      .join('\n'),
  )
  return says === so ? [] : [`requests are shown as\n${says}\nand are\n${so}`]
}

/** Only an effect is remembered (rules §1); an operation over a batch's members has one in any case, its results. */
const hadEffect = (deed: Deed, story: Story): boolean =>
  deed.asked.does === 'cancel-all' ||
  story.steps.some(({ by, changes }) => by?.deed === deed && changes.length > 0)

/** Promise 4: a retry of whatever was done, by a caller with the same key or by Step Functions, changes nothing. */
async function wrongInRepeats(story: Story, deeds: readonly Deed[]): Promise<string[]> {
  const repeats: Asked[] = []
  for (const { reference: run } of story.runs.values()) {
    const begun = await askFor({ does: 'begin', run }, null)
    const chunks = chunksIn(begun).map((chunk): Asked => ({ does: 'chunk', run, chunk }))
    repeats.push({ does: 'begin', run }, ...chunks, { does: 'conclude', run })
  }
  const remembered = deeds.filter(
    (deed) =>
      deed.key !== null && deed.tries.some(isDone) && hadEffect(deed, story) && !isContradicted(deed, deeds),
  )
  const wrong: string[] = []
  for (const { asked, key } of [...repeats.map((asked) => ({ asked, key: null })), ...remembered]) {
    const before = story.steps.length
    const { status } = await askFor(asked, key)
    const changes = story.steps.slice(before).flatMap((step) => step.changes)
    if (status >= 300) wrong.push(`${asked.does} asked for again answers ${status}`)
    if (changes.length > 0) wrong.push(`${asked.does} asked for again changes something`)
  }
  return wrong
}
