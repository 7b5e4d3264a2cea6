import { type Check, failed } from '../game/checks.ts'
import type { Deed, Try } from './deeds.ts'
import type { Step, Story } from './story.ts'

/** What is wrong with what deeds did and were answered: an effect at most once for a key, and never one that is denied. */
export const wrongInDeeds = (deeds: readonly Deed[], story: Story): string[] =>
  deeds.flatMap((deed) => {
    const isStep = 'run' in deed.asked && deed.asked.does !== 'cancel-all'
    const wrong = isStep || isContradicted(deed, deeds) ? [] : wrongInDeed(deed, story)
    return [...wrong, ...deed.tries.flatMap((one) => wrongInTry(one, story))].map(
      (one) => `${deed.tries[0]?.from} ${deed.asked.does}: ${one}`,
    )
  })

/** Whose success always means that something was done. */
const DOERS: readonly string[] = ['allocate', 'auto', 'start']

function wrongInDeed(deed: Deed, story: Story): string[] {
  if (deed.asked.does === 'cancel-all') return [] // many effects, each of them judged as it is done
  const effects = story.steps.filter(({ by, changes }) => by?.deed === deed && changes.length > 0)
  const groups = deed.key === null ? deed.tries.map((one) => [one]) : [deed.tries]
  return groups.flatMap((tries) => {
    const own = effects.filter(({ by }) => by && tries.includes(by))
    const last = tries.at(-1)
    const status = last?.answer?.status ?? 500
    return failed([
      [own.length <= 1 || maySetAgain(deed), `had ${own.length} effects`],
      [status < 300 || isFault(status) || own.length === 0, `answers ${status} to what was done`],
      [
        status >= 300 || !DOERS.includes(deed.asked.does) || own.length === 1,
        `answers ${status} and did nothing`,
      ],
      ...(last && own[0] ? asAnswered(last, own[0]) : []),
    ])
  })
}

/** Gateways that say now this and now that are taken down each time. */
export const isContradicted = ({ asked }: Deed, deeds: readonly Deed[]): boolean =>
  asked.does === 'tell' &&
  deeds.some(
    (other) =>
      other.asked.does === 'tell' &&
      other.asked.allocation === asked.allocation &&
      other.asked.result !== asked.result,
  )

/** Who fails, or stops, may have done it; everybody else says what became of it. */
const isFault = (status: number): boolean => status === 500

/** Without a key, what was set is set once more where the answer was lost and another has set it meanwhile. */
const maySetAgain = ({ asked, key }: Deed): boolean =>
  key === null && ['change', 'block', 'dispute'].includes(asked.does)

function asAnswered({ deed, answer }: Try, { changes }: Step): readonly Check[] {
  if (!answer || answer.status >= 300) return []
  const made = changes.flatMap(({ after }) => after ?? [])
  if (deed.asked.does === 'allocate') {
    const ids = made.filter((fact) => fact.type === 'allocation').map(({ id }) => id)
    return [[ids.join() === answer.body.id, `answers ${answer.body.id} and made ${ids.join()}`]]
  }
  if (deed.asked.does !== 'auto') return []
  const [request] = made.filter((fact) => fact.type === 'payout-request')
  const outcome = request?.unallocatedMinor === 0n ? 'allocated' : 'partially-allocated'
  return [[answer.headers['Payout-Outcome'] === outcome, `answers ${answer.headers['Payout-Outcome']}`]]
}

function wrongInTry({ deed, answer, strikes, from, to }: Try, story: Story): string[] {
  if (!answer) return []
  const { status, body } = answer
  const others = story.steps.some(({ by, moment }) => by?.deed !== deed && moment > from && moment < to)
  const runs = [...story.runs.values()]
  const { asked } = deed
  const isBefore = asked.does === 'fail' && (story.runs.get(asked.run.runId)?.inputAt ?? to) > from
  return failed([
    [status !== 400 && status !== 404, `answers ${status} ${answer.text}`],
    [status !== 500 || strikes > 0 || isBefore, `fails and nothing befell it: ${JSON.stringify(body)}`],
    [status !== 503 || strikes > 0 || others, 'is busy and nobody is in the way'],
    [
      status !== 409 ||
        asked.does !== 'start' ||
        runs.some((run) => run.reference.batchId === asked.batch && run.from < to && run.endedAt > from),
      'is refused and no run is in progress',
    ],
  ])
}
