import {
  PaymentInstrumentRepresentation,
  representInstrument,
} from '../../shared/contracts/payment-instrument.ts'
import { instrumentTimes } from '../../shared/domain/instrument-times.ts'
import { theInstrument } from '../../shared/repository/payment-instruments.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// GET /payment-instruments/{id}
export const handler = apiOperation({
  operationId: 'GetPaymentInstrument',
  answers: { 200: PaymentInstrumentRepresentation },

  async perform({ id, linkTo }, { table }) {
    const { instrument, customer } = await theInstrument(table, id)
    const times = instrumentTimes(customer, id)
    return ok(representInstrument({ instrument, times }, linkTo), instrument.version)
  },
})
