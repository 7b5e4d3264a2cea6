import { AllocationsOfRun, BatchRepresentation } from '../../shared/contracts/batch.ts'
import { queueingAllocations } from '../../shared/repository/batches/queueings.ts'
import { gatewayAccounts } from '../../shared/repository/gateway-accounts.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { operateOnMembers } from './operating.ts'
import { runNamed } from './run-named.ts'

// POST /payout-request-batches/{id}/process
// Queues what is pending of every member for payment, of one run if it is named, each member by itself (ours, rules §5).
export const handler = apiOperation({
  operationId: 'PostPayoutRequestBatchProcess',
  body: AllocationsOfRun,
  answers: { 200: BatchRepresentation },

  perform: (call, desk) =>
    operateOnMembers(call, desk, async (batch, stamp) => {
      const [runId, gateways] = await Promise.all([
        runNamed(desk.table, batch, call.body),
        gatewayAccounts(desk.table),
      ])
      return queueingAllocations(desk.table, { runId, gateways }, stamp)
    }),
})
