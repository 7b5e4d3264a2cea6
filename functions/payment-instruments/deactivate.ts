import {
  PaymentInstrumentRepresentation,
  representInstrument,
} from '../../shared/contracts/payment-instrument.ts'
import { instrumentTimes } from '../../shared/domain/instrument-times.ts'
import { deactivate } from '../../shared/domain/payment-instrument-changes.ts'
import { keepInstrumentChange, theInstrument } from '../../shared/repository/payment-instruments.ts'
import { created } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// POST /payment-instruments/{id}/deactivation
// For good: nothing is paid to this instrument any more.
export const handler = apiOperation({
  operationId: 'PostPaymentInstrumentDeactivation',
  answers: { 201: PaymentInstrumentRepresentation },

  async perform({ id, linkTo }, { table, clock }) {
    const { instrument: before, customer } = await theInstrument(table, id)

    const instrument = deactivate(before, clock.now().toISOString())

    await keepInstrumentChange(table, before, instrument)
    const times = instrumentTimes(customer, id)
    return created(representInstrument({ instrument, times }, linkTo), instrument.version)
  },
})
