import * as z from 'zod'
import {
  OfferedInstrumentRepresentation,
  representOffers,
} from '../../shared/contracts/offered-instrument.ts'
import { offeredInstruments } from '../../shared/domain/offered-instruments.ts'
import { customerProfile } from '../../shared/repository/customers.ts'
import { gatewayAccounts } from '../../shared/repository/gateway-accounts.ts'
import { theRequestWithAllocations } from '../../shared/repository/payout-requests.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// GET /payout-requests/{id}/payment-instruments
// Where the request could be paid to and through which gateway account, with what is known of each pair.
export const handler = apiOperation({
  operationId: 'GetPayoutRequestPaymentInstruments',
  answers: { 200: z.array(OfferedInstrumentRepresentation) },

  async perform({ id }, { table }) {
    const { request, allocations } = await theRequestWithAllocations(table, id)
    const [customer, gateways] = await Promise.all([customerProfile(table, request), gatewayAccounts(table)])

    const offers = offeredInstruments(request, { allocations, customer, gateways })

    return ok(representOffers(request, offers))
  },
})
