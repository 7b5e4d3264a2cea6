import { mergePatch } from '../../shared/contracts/merge-patch.ts'
import {
  instrumentAsk,
  instrumentBody,
  PaymentInstrumentBody,
  PaymentInstrumentPatch,
  PaymentInstrumentRepresentation,
  representInstrument,
} from '../../shared/contracts/payment-instrument.ts'
import { instrumentTimes } from '../../shared/domain/instrument-times.ts'
import { replaceInstrument } from '../../shared/domain/payment-instrument-changes.ts'
import { keepInstrumentChange, theInstrument } from '../../shared/repository/payment-instruments.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { demandShape } from '../entry/body.ts'

// PATCH /payment-instruments/{id}
// Merges into what is there; the whole that comes of it is judged as a PUT would be.
export const handler = apiOperation({
  operationId: 'PatchPaymentInstrument',
  body: PaymentInstrumentPatch,
  answers: { 200: PaymentInstrumentRepresentation },

  async perform({ id, body, linkTo, demandVersion }, { table, clock, remember }) {
    const { instrument: before, customer } = await theInstrument(table, id)
    demandVersion(before.version)

    const whole = demandShape(PaymentInstrumentBody, mergePatch(instrumentBody(before), body))
    const instrument = replaceInstrument(before, instrumentAsk(whole), customer, clock.now().toISOString())

    const times = instrumentTimes(customer, id)
    const answer = ok(representInstrument({ instrument, times }, linkTo), instrument.version)
    await keepInstrumentChange(table, before, instrument, remember(answer))
    return answer
  },
})
