import { representBatch } from '../../shared/contracts/batch.ts'
import type { Batch } from '../../shared/domain/batch.ts'
import type { Stamp } from '../../shared/domain/payout-request-changes.ts'
import { type MemberOperation, operateOnEach } from '../../shared/repository/batches/each-member.ts'
import { keepMemberResults } from '../../shared/repository/batches/member-results.ts'
import { theBatchWithMembers } from '../../shared/repository/batches/members.ts'
import { withLiveResults } from '../../shared/repository/runs/parts.ts'
import { type Answer, ok } from '../entry/answers.ts'
import type { Call, Desk } from '../entry/api-operation.ts'

/**
 * An independent operation over the members (rules §3): 200 whatever became of each; what did is kept and found under
 * the answer's link `outcomes`.
 */
export async function operateOnMembers<Member, Change>(
  { id, caller, linkTo }: Call<unknown>,
  { table, clock, ids, remember }: Desk,
  operationOn: (batch: Batch, stamp: Stamp) => Awaitable<MemberOperation<Member, Change>>,
): Promise<Answer> {
  const { batch: found, payoutRequestIds } = await theBatchWithMembers(table, id)
  const stamp = { by: caller.userId, at: clock.now().toISOString() }
  const operation = ids.next('operation')

  const results = await operateOnEach(await operationOn(found, stamp), payoutRequestIds)

  const batch = await withLiveResults(table, found)
  const shown = representBatch({ batch, payoutRequestIds }, linkTo)
  const outcomes = linkTo('outcomes', `/payout-request-batches/${id}/outcomes?operation=${operation}`)
  const answer = ok({ ...shown, _links: [...shown._links, outcomes] }, batch.version)
  await keepMemberResults(table, { batchId: id, operation }, results, stamp, remember(answer))
  return answer
}

type Awaitable<Value> = Value | Promise<Value>
