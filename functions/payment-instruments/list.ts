import * as z from 'zod'
import { readCollectionQuery } from '../../shared/contracts/collection-query.ts'
import { searchFor } from '../../shared/contracts/collection-search.ts'
import { PAYMENT_INSTRUMENT_FIELDS } from '../../shared/contracts/collections.ts'
import { onlyValues } from '../../shared/contracts/filter-bounds.ts'
import {
  PaymentInstrumentRepresentation,
  representInstrument,
} from '../../shared/contracts/payment-instrument.ts'
import { instrumentTimes } from '../../shared/domain/instrument-times.ts'
import {
  type ListedInstrument,
  listInstruments,
  UNLISTED_INSTRUMENT_FIELDS,
} from '../../shared/repository/payment-instrument-list.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { fittingPage } from '../entry/fitting.ts'

const fields = PAYMENT_INSTRUMENT_FIELDS

// GET /payment-instruments
// Conditions on `id` and `customerId` are answered from keys: they do not lag.
export const handler = apiOperation({
  operationId: 'GetPaymentInstrumentCollection',
  answers: { 200: z.array(PaymentInstrumentRepresentation) },

  async perform({ event, linkTo }, { table }) {
    const query = readCollectionQuery(event.multiValueQueryStringParameters, { fields })
    const ids = onlyValues(query.filter, 'id')
    const customerIds = onlyValues(query.filter, 'customerId')

    const search = searchFor(query, {
      fields,
      valueOf: (instrument: ListedInstrument, field: keyof typeof fields) => instrument[field],
      unlisted: UNLISTED_INSTRUMENT_FIELDS,
    })
    const found = await listInstruments(table, search, { ids, customerIds })

    const shown = found.things.map(({ instrument, customer }) =>
      representInstrument({ instrument, times: instrumentTimes(customer, instrument.id) }, linkTo),
    )
    return fittingPage(shown, { ...query, ...found })
  },
})
