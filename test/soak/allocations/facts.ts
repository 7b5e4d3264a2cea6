import * as z from 'zod'

/** What lies in the table, read without the code that is tested: what the promises are about, and nothing else. */

const minor = z.coerce.bigint()
const limits = z.array(z.object({ currency: z.string(), amountMinor: minor }))

const Allocation = z.object({
  type: z.literal('allocation'),
  id: z.string(),
  payoutRequestId: z.string(),
  customerId: z.string(),
  paymentInstrumentId: z.string(),
  gatewayAccountId: z.string(),
  gatewayPayoutInstruction: z.string(),
  currency: z.string(),
  amountMinor: minor,
  capSince: z.int().optional(),
  status: z.string(),
  runId: z.string().optional(),
  createdTime: z.string(),
})

const PayoutRequest = z.object({
  type: z.literal('payout-request'),
  id: z.string(),
  customerId: z.string(),
  currency: z.string(),
  amountMinor: minor,
  unallocatedMinor: minor,
  status: z.string(),
  blocked: z.boolean(),
})

const Transaction = z.object({
  type: z.literal('transaction'),
  id: z.string(),
  transactionType: z.string(),
  result: z.string(),
  status: z.string(),
  customerId: z.string(),
  paymentInstrumentId: z.string(),
  gatewayAccountId: z.string(),
  currency: z.string(),
  amountMinor: minor,
})

const Exposures = z.object({
  type: z.literal('exposure'),
  pk: z.string(),
  sk: z.string(),
  pairs: z.record(
    z.string(),
    z.object({
      payments: z.int(),
      salesMinor: minor,
      payoutsMinor: minor,
      openMinor: minor,
      headroomMinor: minor,
    }),
  ),
})

const Window = z.looseObject({
  type: z.literal('window'),
  pk: z.string(),
  sk: z.string(),
  reservations: z.array(z.unknown()),
})

const GatewayAccount = z.object({
  type: z.literal('gateway-account'),
  id: z.string(),
  status: z.string(),
  isDown: z.boolean(),
  readyToPayoutInstruction: z.string(),
  version: z.int(),
  payoutLimits: z
    .object({ maxPerTransaction: limits, minPerTransaction: limits, maxPerPeriod: limits })
    .optional(),
})

const Batch = z.object({
  type: z.literal('batch'),
  id: z.string(),
  status: z.string().optional(),
  run: z.looseObject({ id: z.string() }).optional(),
})

const RunInput = z.object({ type: z.literal('run-input').optional(), pk: z.string(), sk: z.string() })

export type AllocationFact = z.infer<typeof Allocation>
export type RequestFact = z.infer<typeof PayoutRequest>
export type TransactionFact = z.infer<typeof Transaction>
export type ExposuresFact = z.infer<typeof Exposures>
export type WindowFact = z.infer<typeof Window>
export type GatewayFact = z.infer<typeof GatewayAccount>
export type BatchFact = z.infer<typeof Batch>

const Fact = z.discriminatedUnion('type', [
  Allocation,
  PayoutRequest,
  Transaction,
  Exposures,
  Window,
  GatewayAccount,
  Batch,
])

export type Fact = z.infer<typeof Fact>

const TYPES = new Set<unknown>(Fact.options.map((option) => option.shape.type.value))

/** Undefined for what no promise is about; throws where something of these is not as it is known. */
export const factFrom = (item: { readonly type?: unknown } | undefined): Fact | undefined =>
  TYPES.has(item?.type) ? Fact.parse(item) : undefined

/** Which run's input this is, if it is one. */
export const runOfInput = (item: unknown): string | undefined =>
  /^RUN#([^#]+)#INPUT$/.exec(RunInput.safeParse(item).data?.sk ?? '')?.[1]

export const OPEN: readonly string[] = ['pending', 'queued', 'processing', 'waiting-completion']
const GIVEN_BACK: readonly string[] = ['canceled', 'declined', 'failed']

export const isLive = ({ status }: AllocationFact): boolean => !GIVEN_BACK.includes(status)

export const sumOf = (facts: readonly { readonly amountMinor: bigint }[]): bigint =>
  facts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
