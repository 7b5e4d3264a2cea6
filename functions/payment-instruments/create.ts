import {
  instrumentAsk,
  NewPaymentInstrument,
  PaymentInstrumentRepresentation,
  representInstrument,
} from '../../shared/contracts/payment-instrument.ts'
import { instrumentTimes } from '../../shared/domain/instrument-times.ts'
import { addInstrument } from '../../shared/domain/payment-instrument-changes.ts'
import { refuseInvalid } from '../../shared/domain/refusal.ts'
import {
  findInstrumentById,
  keepNewInstrument,
  wholeCustomer,
} from '../../shared/repository/payment-instruments.ts'
import { created } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// POST /payment-instruments
export const handler = apiOperation({
  operationId: 'PostPaymentInstrument',
  body: NewPaymentInstrument,
  answers: { 201: PaymentInstrumentRepresentation },

  async perform({ body, linkTo }, { table, clock, ids, remember }) {
    const taken = body.id && (await findInstrumentById(table, body.id))
    refuseInvalid(taken ? [{ field: 'id', message: 'is taken: PUT replaces what is there' }] : [])
    const customer = await wholeCustomer(table, body.customerId)

    const id = body.id ?? ids.next('inst')
    const instrument = addInstrument(id, instrumentAsk(body), customer, clock.now().toISOString())

    const times = instrumentTimes(customer, id)
    const answer = created(representInstrument({ instrument, times }, linkTo), instrument.version)
    await keepNewInstrument(table, customer, instrument, remember(answer))
    return answer
  },
})
