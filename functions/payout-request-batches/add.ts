import { AddedMembers, BatchRepresentation, representBatch } from '../../shared/contracts/batch.ts'
import { type Batch, type Member, withMembers } from '../../shared/domain/batch.ts'
import { additionTable, addMembers } from '../../shared/repository/batches/addition.ts'
import { membersAt } from '../../shared/repository/batches/claiming-table.ts'
import { theRestingBatch } from '../../shared/repository/batches/resting.ts'
import { withLiveResults } from '../../shared/repository/runs/parts.ts'
import { stale } from '../../shared/repository/write.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { demandRoom, notClaimed } from './refusals.ts'
import { selectMembers } from './selecting.ts'

// POST /payout-request-batches/{id}/payout-requests
// Adds payout requests, named by id or found by a filter: all of the named, or of those found the oldest that fit.
export const handler = apiOperation({
  operationId: 'PostPayoutRequestsToBatch',
  body: AddedMembers,
  answers: { 200: BatchRepresentation },

  async perform({ id, body, caller, linkTo, demandVersion }, desk) {
    const { table, clock, ids, remember } = desk
    const found = await theRestingBatch(table, id, clock)
    demandVersion(found.batch.version)
    if (body.filter !== undefined) demandRoom(found.batch, 1)
    const selection = await selectMembers(desk, body, linkTo)
    demandRoom(found.batch, body.payoutRequestIds?.length ?? 1)
    const [batch, members] = await Promise.all([
      withLiveResults(table, found.batch),
      membersAt(table, found.payoutRequestIds),
    ])

    const stamp = { by: caller.userId, at: clock.now().toISOString() }
    const answerWith = (after: Batch, added: readonly Member[]) => {
      const payoutRequestIds = [...found.payoutRequestIds, ...added.map((member) => member.id)]
      return ok(representBatch({ batch: after, payoutRequestIds }, linkTo), after.version)
    }
    const alongside = (after: Batch, added: readonly Member[]) => remember(answerWith(after, added))
    const addition = { id: ids.next('change'), batch, members, stamp, alongside }
    const outcome = await addMembers(additionTable(table, addition, clock), selection)

    if (outcome.kind === 'batch-changed') throw stale()
    if (outcome.kind !== 'claimed') throw notClaimed(outcome, linkTo)
    return answerWith(withMembers(batch, [...members, ...outcome.members], stamp.at), outcome.members)
  },
})
