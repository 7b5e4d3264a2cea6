import * as z from 'zod'
import { SIMULATOR_NAME } from '../domain/gateway-account.ts'
import { PAYMENT_CARD } from '../domain/payment-method.ts'
import type { InvalidField } from '../domain/refusal.ts'

/**
 * What the fields of a gateway account must be to each other (rules §7.1). Judges whatever is legible, so that these
 * problems are told together with those of single fields.
 */
export function gatewayAccountProblems(body: unknown): InvalidField[] {
  const account = Legible.parse(body)
  return [...schemeProblems(account), ...adapterProblems(account), ...limitProblems(account)]
}

const entries = z
  .array(z.object({ amount: z.number(), currency: z.string() }).nullable().catch(null))
  .catch([])

const Legible = z.object({
  gatewayName: z.string().optional().catch(undefined),
  method: z.string().optional().catch(undefined),
  acceptedCurrencies: z.array(z.unknown()).optional().catch(undefined),
  paymentCardSchemes: z.array(z.unknown()).catch([]),
  payoutLimits: z
    .object({ maxPerTransaction: entries, minPerTransaction: entries, maxPerPeriod: entries })
    .nullable()
    .catch(null),
  payoutAdapter: z.object({ type: z.unknown() }).nullish().catch({ type: undefined }),
})

type Legible = z.infer<typeof Legible>
type Limit = z.infer<typeof entries>[number]

const schemeProblems = ({ method, paymentCardSchemes }: Legible): InvalidField[] =>
  method !== undefined && method !== PAYMENT_CARD && paymentCardSchemes.length > 0
    ? [{ field: 'paymentCardSchemes', message: `is for the method ${PAYMENT_CARD} only` }]
    : []

function adapterProblems({ gatewayName, payoutAdapter }: Legible): InvalidField[] {
  if (gatewayName === undefined || gatewayName === SIMULATOR_NAME) return []
  const message = `must be webhook unless gatewayName is ${SIMULATOR_NAME}`
  if (!payoutAdapter)
    return [{ field: 'payoutAdapter', message: `is required unless gatewayName is ${SIMULATOR_NAME}` }]
  return payoutAdapter.type === SIMULATOR_NAME ? [{ field: 'payoutAdapter.type', message }] : []
}

function limitProblems({ payoutLimits, acceptedCurrencies }: Legible): InvalidField[] {
  if (!payoutLimits) return []
  const { minPerTransaction, maxPerTransaction, maxPerPeriod } = payoutLimits
  return [
    ...Object.entries(payoutLimits).flatMap(([name, limits]) =>
      currencyProblems(`payoutLimits.${name}`, limits, acceptedCurrencies),
    ),
    ...minPerTransaction.flatMap((minimum, i) => {
      const field = `payoutLimits.minPerTransaction.${i}.amount`
      const maximum = sameCurrency(minimum, maxPerTransaction)
      const period = sameCurrency(minimum, maxPerPeriod)
      return [
        ...(minimum && maximum && minimum.amount >= maximum.amount
          ? [{ field, message: 'must be less than maxPerTransaction of the same currency' }]
          : []),
        ...(minimum && period && minimum.amount > period.amount
          ? [{ field, message: 'must be at most maxPerPeriod of the same currency' }]
          : []),
      ]
    }),
  ]
}

const currencyProblems = (
  list: string,
  limits: readonly Limit[],
  accepted: readonly unknown[] | undefined,
): InvalidField[] =>
  limits.flatMap((limit, i) => {
    const field = `${list}.${i}.currency`
    return [
      ...(limit && accepted && !accepted.includes(limit.currency)
        ? [{ field, message: 'is not one of acceptedCurrencies' }]
        : []),
      ...(limit && limits.findIndex((other) => other?.currency === limit.currency) < i
        ? [{ field, message: 'is there twice' }]
        : []),
    ]
  })

const sameCurrency = (limit: Limit, others: readonly Limit[]): Limit =>
  others.find((other) => other?.currency === limit?.currency) ?? null
