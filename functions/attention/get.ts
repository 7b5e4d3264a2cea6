import { AttentionRepresentation, representAttention } from '../../shared/contracts/attention.ts'
import { concernsOf } from '../../shared/repository/attention.ts'
import { organizationSettings } from '../../shared/repository/organizations.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// GET /attention
// What somebody should look at: how much of each kind, of which currencies, and how old the oldest is (ours, rules §5).
export const handler = apiOperation({
  operationId: 'GetAttention',
  answers: { 200: AttentionRepresentation },

  async perform(_, { table, clock }) {
    const now = clock.now()
    const { payoutTargets: targets } = await organizationSettings(table)
    return ok(representAttention(await concernsOf(table, { targets, now }), now))
  },
})
