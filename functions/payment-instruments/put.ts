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

  async perform({ id, body, linkTo, demandVersion }, { table, clock, remember }) {
    demandUsableId(id)
    const ask = instrumentAsk(body)
    const at = clock.now().toISOString()
    const found = await findInstrumentById(table, id)

    demandVersion(found?.instrument.version)
    if (!found) {
      const customer = await wholeCustomer(table, ask.customerId)
      const instrument = addInstrument(id, ask, customer, at)
      const times = instrumentTimes(customer, id)
      const answer = created(representInstrument({ instrument, times }, linkTo), instrument.version)
      await keepNewInstrument(table, customer, instrument, remember(answer))
      return answer
    }

    const instrument = replaceInstrument(found.instrument, ask, found.customer, at)
    const times = instrumentTimes(found.customer, id)
    const answer = ok(representInstrument({ instrument, times }, linkTo), instrument.version)
    await keepInstrumentChange(table, found.instrument, instrument, remember(answer))
    return answer
  },
})
