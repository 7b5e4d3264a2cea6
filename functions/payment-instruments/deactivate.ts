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

  async perform({ id, linkTo, demandVersion }, { table, clock, remember }) {
    const { instrument: before, customer } = await theInstrument(table, id)
    demandVersion(before.version)

    const instrument = deactivate(before, clock.now().toISOString())

    const times = instrumentTimes(customer, id)
    const answer = created(representInstrument({ instrument, times }, linkTo), instrument.version)
    await keepInstrumentChange(table, before, instrument, remember(answer))
    return answer
  },
})
