import * as z from 'zod'
import { id } from '../../shared/contracts/fields.ts'
import { TransactionProcessed } from '../../shared/contracts/payment-result.ts'
import { NewTransaction, transactionAsk } from '../../shared/contracts/transaction.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { idsFrom } from '../../shared/runtime/ids.ts'
import { type QueueDesk, queueWorker, Unusable } from '../entry/queue-worker.ts'
import { untilFresh } from '../entry/until-fresh.ts'
import { takeIn } from '../paying/take-in.ts'
import { record } from '../transactions/recording.ts'

const Recorded = z.looseObject({ organizationId: id }).and(NewTransaction)

const Event = z.discriminatedUnion('detail-type', [
  z.object({ 'detail-type': z.literal('transaction-processed'), detail: TransactionProcessed }),
  z.object({ 'detail-type': z.literal('transaction-recorded'), detail: Recorded }),
])

// Takes in what the bus says became of payments, and payments that happened elsewhere (rules §5). What can never apply
// goes to the dead-letter queue with its reason.
export const handler = queueWorker({
  duty: 'take in the result',
  message: Event,
  organizationOf: ({ detail }) => detail.organizationId,
  deadLetters: 'RESULTS_DEAD_LETTERS_URL',

  async perform(event, desk) {
    const table = desk.table()
    await untilFresh(table.patience, () =>
      event['detail-type'] === 'transaction-processed'
        ? takeIn(desk, table, event.detail)
        : takeDown(desk, table, event.detail),
    ).catch(unlessRefused)
  },
})

async function takeDown(
  { clock }: QueueDesk,
  table: OrganizationTable,
  detail: z.infer<typeof Recorded>,
): Promise<void> {
  await record({ table, clock, ids: idsFrom(clock) }, transactionAsk(detail))
}

/** A refusal is final, but for `busy`. */
function unlessRefused(error: unknown): void {
  throw error instanceof Refusal && error.reason !== 'busy' ? new Unusable(error.reason) : error
}
