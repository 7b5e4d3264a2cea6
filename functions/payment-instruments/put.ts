import {
  instrumentAsk,
  PaymentInstrumentBody,
  PaymentInstrumentRepresentation,
  representInstrument,
} from '../../shared/contracts/payment-instrument.ts'
import { instrumentTimes } from '../../shared/domain/instrument-times.ts'
import { addInstrument, replaceInstrument } from '../../shared/domain/payment-instrument-changes.ts'
import {
  findInstrumentById,
  keepInstrumentChange,
  keepNewInstrument,
  wholeCustomer,
} from '../../shared/repository/payment-instruments.ts'
import { created, ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { demandUsableId } from '../entry/own-id.ts'

// PUT /payment-instruments/{id}
// Adds an instrument under the caller's own id, or replaces all that the caller says of it.
export const handler = apiOperation({
  operationId: 'PutPaymentInstrument',
  body: PaymentInstrumentBody,
  answers: { 200: PaymentInstrumentRepresentation, 201: PaymentInstrumentRepresentation },

  async perform({ id, body, linkTo }, { table, clock }) {
    demandUsableId(id)
    const ask = instrumentAsk(body)
    const at = clock.now().toISOString()
    const found = await findInstrumentById(table, id)

    if (!found) {
      const customer = await wholeCustomer(table, ask.customerId)
      const instrument = addInstrument(id, ask, customer, at)
      await keepNewInstrument(table, customer, instrument)
      const times = instrumentTimes(customer, id)
      return created(representInstrument({ instrument, times }, linkTo), instrument.version)
    }

    const instrument = replaceInstrument(found.instrument, ask, found.customer, at)
    await keepInstrumentChange(table, found.instrument, instrument)
    const times = instrumentTimes(found.customer, id)
    return ok(representInstrument({ instrument, times }, linkTo), instrument.version)
  },
})
