import { NoBody } from '../../shared/contracts/batch.ts'
import { representTransaction, TransactionRepresentation } from '../../shared/contracts/transaction.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { demandUndecided } from '../../shared/domain/transaction-changes.ts'
import { theAllocation } from '../../shared/repository/allocations.ts'
import { theTransaction } from '../../shared/repository/transactions.ts'
import { created } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { sendOrder } from '../paying/sending-orders.ts'

// POST /transactions/{id}/query
// Has the gateway of a payout asked now what became of it. The answer shows the transaction as it is until then.
export const handler = apiOperation({
  operationId: 'PostTransactionQuery',
  body: NoBody,
  answers: { 201: TransactionRepresentation },

  async perform({ id, caller, linkTo }, { table }) {
    const transaction = await theTransaction(table, id)
    const { payoutRequestAllocationId: allocationId } = transaction
    if (allocationId === null)
      throw new Refusal('transaction-not-changeable', {
        detail: 'It was recorded here, not made: its gateway cannot be asked about it.',
      })
    const { allocation } = await theAllocation(table, allocationId)
    demandUndecided(transaction, allocation.status)
    await sendOrder({ organizationId: caller.organization, allocationId, ask: true })
    return created(representTransaction(transaction, linkTo), transaction.version)
  },
})
