import { representBatch } from '../../shared/contracts/batch.ts'
import type { MemberChange } from '../../shared/domain/member-operation.ts'
import { changeMembers, keepMemberResults } from '../../shared/repository/batches/member-operation.ts'
import { theBatchWithMembers } from '../../shared/repository/batches/members.ts'
import { withLiveResults } from '../../shared/repository/runs/parts.ts'
import { type Answer, ok } from '../entry/answers.ts'
import type { Call, Desk } from '../entry/api-operation.ts'

/**
 * An independent operation over the members (rules §3): 200 whatever became of each; what did is kept and found under
 * the answer's link `outcomes`.
 */
export async function operateOnMembers(
  { id, caller, linkTo }: Call<unknown>,
  { table, clock, ids, remember }: Desk,
  change: MemberChange,
): Promise<Answer> {
  const { batch: found, payoutRequestIds } = await theBatchWithMembers(table, id)
  const stamp = { by: caller.userId, at: clock.now().toISOString() }
  const operation = ids.next('operation')

  const results = await changeMembers(table, payoutRequestIds, change, stamp)

  const batch = await withLiveResults(table, found)
  const shown = representBatch({ batch, payoutRequestIds }, linkTo)
  const outcomes = linkTo('outcomes', `/payout-request-batches/${id}/outcomes?operation=${operation}`)
  const answer = ok({ ...shown, _links: [...shown._links, outcomes] }, batch.version)
  await keepMemberResults(table, { batchId: id, operation }, results, stamp, remember(answer))
  return answer
}
