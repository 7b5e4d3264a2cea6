import * as z from 'zod'
import {
  newlyAsked,
  PayoutRequestRepresentation,
  representPayoutRequest,
} from '../../shared/contracts/payout-request.ts'
import { childrenOf, type SplitAsk, splitRequest } from '../../shared/domain/split.ts'
import { theRequestWithAllocations } from '../../shared/repository/payout-requests.ts'
import { finishSplit, keepSplit } from '../../shared/repository/splits.ts'
import { type Answer, created } from '../entry/answers.ts'
import type { Call, Desk } from '../entry/api-operation.ts'

/** What both paths of a split do: the original is split, and its children are the answer. */

export const NewRequests = z.array(PayoutRequestRepresentation)

export async function splitPayoutRequest(
  { caller, linkTo, demandVersion }: Call<unknown>,
  { table, clock, ids, remember }: Desk,
  { id, ask }: { readonly id: string; readonly ask: SplitAsk },
): Promise<Answer> {
  const { request } = await theRequestWithAllocations(table, id)
  demandVersion(request.version)

  const stamp = { by: caller.userId, at: clock.now().toISOString() }
  const decided = splitRequest(request, ask, () => ids.nextPayoutRequest(), stamp)

  const children = childrenOf(decided.split)
  const answer = answerWith(children.map((child) => representPayoutRequest(newlyAsked(child), linkTo)))

  await keepSplit(table, request, decided, remember(answer))

  return answer
}

/** The same key again: what a crash may have left undone is done before the answer is given again. */
export async function splitAgain(given: unknown, { table }: Pick<Desk, 'table'>): Promise<Answer> {
  const children = NewRequests.parse(given)
  const original = children[0]?.splitFromPayoutRequestId
  if (original) await finishSplit(table, original)
  return answerWith(children)
}

/** Location and ETag are the first one's; all of them are new. */
function answerWith(children: z.infer<typeof NewRequests>): Answer {
  const [first] = children
  if (!first) throw new Error('A payout request was split into none.')
  return { ...created(first, 1), body: children }
}
