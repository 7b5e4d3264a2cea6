import * as z from 'zod'
import { type Card, INSTRUMENT_STATUSES, type PaymentInstrument } from '../domain/customer.ts'
import type { InstrumentTimes } from '../domain/instrument-times.ts'
import type { InstrumentAsk } from '../domain/payment-instrument-changes.ts'
import { CARD_SCHEMES, PAYMENT_CARD } from '../domain/payment-method.ts'
import { expected, flag, id, isObject, links, oneOf, refuse, string, text, time, whole } from './fields.ts'
import type { LinkTo } from './links.ts'
import { paymentMethod } from './payment-method.ts'

const REFERENCE_DATA_ENTRIES_LIMIT = 20
const REFERENCE_DATA_LENGTH_LIMIT = 255

const referenceData = z
  .record(z.string(), text(REFERENCE_DATA_LENGTH_LIMIT), expected('an object of strings'))
  .superRefine(
    (entries, context) => {
      const names = Object.keys(entries)
      if (names.length > REFERENCE_DATA_ENTRIES_LIMIT)
        context.addIssue({
          code: 'custom',
          message: `must have at most ${REFERENCE_DATA_ENTRIES_LIMIT} entries`,
        })
      if (names.some((name) => name === '' || name.length > REFERENCE_DATA_LENGTH_LIMIT))
        context.addIssue({
          code: 'custom',
          message: `must have names of 1 to ${REFERENCE_DATA_LENGTH_LIMIT} characters`,
        })
    },
    { when: isObject },
  )

const cardShape = {
  brand: oneOf(CARD_SCHEMES).nullish(),
  bin: string.regex(/^(\d{6}|\d{8})$/, 'must have 6 or 8 digits').nullish(),
  last4: string.regex(/^\d{4}$/, 'must have 4 digits').nullish(),
  expMonth: whole(1, 12).nullish(),
  expYear: whole(2000, 2100).nullish(),
  isPayoutable: flag.nullish(),
}

const shape = {
  customerId: id,
  method: paymentMethod,
  status: oneOf(INSTRUMENT_STATUSES).nullish(),
  ...cardShape,
  referenceData: referenceData.nullish(),
}

/** Body of PUT /payment-instruments/{id}. */
export const PaymentInstrumentBody = z.object(shape).superRefine(judge, { when: isObject })

/** Body of POST /payment-instruments: the id may be the caller's. */
export const NewPaymentInstrument = z
  .object({ ...shape, id: id.nullish() })
  .superRefine(judge, { when: isObject })

/** Body of PATCH /payment-instruments/{id}: what it makes of the instrument is then judged as PaymentInstrumentBody. */
export const PaymentInstrumentPatch = z
  .object({
    ...shape,
    referenceData: z
      .record(z.string(), text(REFERENCE_DATA_LENGTH_LIMIT).nullable(), expected('an object of strings'))
      .nullish(),
  })
  .partial()

/** Rules §7.2: a card has a brand, and nothing else has what cards have. */
function judge(body: z.infer<z.ZodObject<typeof shape>>, context: z.core.$RefinementCtx): void {
  if (body.method === PAYMENT_CARD && (body.brand === undefined || body.brand === null))
    refuse(context, 'brand', `is required for the method ${PAYMENT_CARD}`)
  if (body.method === PAYMENT_CARD || typeof body.method !== 'string') return
  for (const field of CARD_FIELDS)
    if (body[field] !== undefined && body[field] !== null)
      refuse(context, field, `is for the method ${PAYMENT_CARD} only`)
}

const CARD_FIELDS = ['brand', 'bin', 'last4', 'expMonth', 'expYear', 'isPayoutable'] as const

/** What the body asks for, in the words of the domain. */
export const instrumentAsk = (body: z.infer<typeof PaymentInstrumentBody>): InstrumentAsk => ({
  customerId: body.customerId,
  method: body.method,
  status: body.status ?? 'active',
  card: body.brand
    ? {
        brand: body.brand,
        bin: body.bin ?? null,
        last4: body.last4 ?? null,
        expMonth: body.expMonth ?? null,
        expYear: body.expYear ?? null,
        isPayoutable: body.isPayoutable ?? true,
      }
    : null,
  referenceData: body.referenceData ?? {},
})

const Common = z.object({
  id,
  customerId: id,
  method: z.string(),
  status: z.enum(INSTRUMENT_STATUSES),
  referenceData: z.record(z.string(), z.string()),
  lastPaymentTime: time.nullable(),
  lastPayoutTime: time.nullable(),
  createdTime: time,
  updatedTime: time,
  _links: links,
})

/** Cards have more to show than others. */
export const PaymentInstrumentRepresentation = z.union([
  Common.extend({
    method: z.literal(PAYMENT_CARD),
    brand: z.enum(CARD_SCHEMES),
    bin: z.string().nullable(),
    last4: z.string().nullable(),
    expMonth: z.int().nullable(),
    expYear: z.int().nullable(),
    isPayoutable: z.boolean(),
  }),
  Common,
])

export interface InstrumentView {
  readonly instrument: PaymentInstrument
  readonly times: InstrumentTimes
}

export const representInstrument = ({ instrument, times }: InstrumentView, linkTo: LinkTo) => ({
  ...instrumentBody(instrument),
  ...times,
  id: instrument.id,
  createdTime: instrument.createdTime,
  updatedTime: instrument.updatedTime,
  _links: [linkTo('self', `/payment-instruments/${instrument.id}`)],
})

/** The body that a PUT would have to send for the instrument to be as it is: what PATCH merges into. */
export const instrumentBody = ({ customerId, method, status, card, referenceData }: PaymentInstrument) => ({
  customerId,
  method,
  status,
  ...(card satisfies Card | null),
  referenceData,
})
