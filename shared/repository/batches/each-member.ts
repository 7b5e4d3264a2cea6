import { randomUUID } from 'node:crypto'
import type { MemberResult } from '../../domain/member-operation.ts'
import { Refusal } from '../../domain/refusal.ts'
import { log } from '../../runtime/log.ts'
import { Stale } from '../write.ts'

/** Rules §3: independent conditional writes, so many at a time. */
const WRITES_IN_FLIGHT_LIMIT = 64

/** A member that somebody else changes so often at this very moment is a fault; the operation may be repeated. */
const TRIES_LIMIT = 5

/** Something done to each member of a batch by itself. A `Change` was decided on what was read of the member. */
export interface MemberOperation<Member, Change> {
  readonly idOf: (member: Member) => string
  /** These members as they are now, as far as they exist. */
  readonly read: (ids: readonly string[]) => Promise<readonly Member[]>
  /** What is to be done to it, step by step: empty when nothing is. Refusals concern this member only. */
  readonly decide: (member: Member) => readonly Change[]
  /** Does it, all or nothing; `stale` when a member is not as it was read. */
  readonly keep: (changes: readonly Change[]) => Promise<unknown>
  /**
   * Members whose writes meet in one item are one lane, whose groups go one after another. Of a group one `keep` may
   * take all; if it does not, they go one by one.
   */
  readonly lanes: (members: readonly Member[]) => readonly Lane<Member>[]
}

/** Groups of members. */
export type Lane<Member> = readonly (readonly Member[])[]

/** For members that share nothing: each has a lane of its own. */
export const ownLanes = <Member>(members: readonly Member[]): Lane<Member>[] =>
  members.map((member) => [[member]])

/**
 * Groups of as many members as so many actions take; who needs none, because it is refused or has nothing to be done,
 * goes alone.
 */
export function groupsThatFit<Member>(
  members: readonly Member[],
  actionsLimit: number,
  actionsOf: (member: Member) => number,
): Member[][] {
  const sized = members.map((member) => ({ member, actions: actionsOf(member) }))
  const groups: Member[][] = []
  let room = 0
  for (const { member, actions } of sized.filter(({ actions }) => actions > 0)) {
    if (actions > room) {
      groups.push([])
      room = actionsLimit
    }
    groups.at(-1)?.push(member)
    room -= actions
  }
  return [...groups, ...sized.filter(({ actions }) => actions === 0).map(({ member }) => [member])]
}

/** Tells what became of each, in the order of the ids. Repeating it changes nothing twice. */
export async function operateOnEach<Member, Change>(
  operation: MemberOperation<Member, Change>,
  ids: readonly string[],
): Promise<MemberResult[]> {
  const results = new Map<string, MemberResult>()
  const lanes = operation.lanes(await operation.read(ids)).values()
  const worker = async () => {
    for (const groups of lanes)
      for (const group of groups)
        for (const result of await operateOnGroup(operation, group))
          results.set(result.payoutRequestId, result)
  }
  await Promise.all(Array.from({ length: WRITES_IN_FLIGHT_LIMIT }, worker))
  return ids.flatMap((id) => results.get(id) ?? [])
}

async function operateOnGroup<Member, Change>(
  operation: MemberOperation<Member, Change>,
  group: readonly Member[],
): Promise<MemberResult[]> {
  if (group.length > 1 && (await keptTogether(operation, group)))
    return group.map((member) => ({ ...resultOf(operation.idOf(member)), outcome: 'done' }))
  const results: MemberResult[] = []
  for (const member of group) results.push(await operateOn(operation, member))
  return results
}

/** Whatever was in the way, it is told of the member whose it is, when they go one by one. */
async function keptTogether<Member, Change>(
  { decide, keep }: MemberOperation<Member, Change>,
  group: readonly Member[],
): Promise<boolean> {
  try {
    await keep(group.flatMap((member) => decide(member)))
    return true
  } catch {
    return false
  }
}

async function operateOn<Member, Change>(
  operation: MemberOperation<Member, Change>,
  member: Member,
): Promise<MemberResult> {
  const result = resultOf(operation.idOf(member))
  try {
    return { ...result, outcome: await outcomeFor(operation, member) }
  } catch (error) {
    if (error instanceof Refusal && error.reason !== 'busy')
      return { ...result, outcome: 'refused', reason: error.reason }
    const errorId = randomUUID()
    log.error('A member could not be changed', {
      errorId,
      payoutRequestId: result.payoutRequestId,
      error: error as Error,
    })
    return { ...result, outcome: 'fault', errorId }
  }
}

async function outcomeFor<Member, Change>(
  { idOf, read, decide, keep }: MemberOperation<Member, Change>,
  seen: Member,
): Promise<'done' | 'unchanged'> {
  let outcome: 'done' | 'unchanged' = 'unchanged'
  for (let tries = 1, member: Member | undefined = seen; ; tries++, [member] = await read([idOf(seen)]))
    try {
      for (const change of member === undefined ? [] : decide(member)) {
        await keep([change])
        outcome = 'done'
      }
      return outcome
    } catch (error) {
      if (!(error instanceof Stale) || tries === TRIES_LIMIT) throw error
    }
}

const resultOf = (payoutRequestId: string) => ({ payoutRequestId, reason: null, errorId: null })
