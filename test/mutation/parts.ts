import { globSync, readFileSync } from 'node:fs'

/** The domain in parts, each with the tests that speak of it: a mutant is shown to those alone. */
export interface Part {
  /** Files of shared/domain. */
  readonly files: readonly string[]
  /** Of test/functions, besides the domain's own tests. */
  readonly functions: readonly string[]
}

export const PARTS = {
  'auto-allocation': { files: ['auto-allocation/*'], functions: [] },
  runs: {
    files: ['auto-allocate', 'batch-run', 'run-part', 'run-rules', 'replay'],
    functions: ['batch-run/{run,plan,windows}', 'payout-request-allocations/auto'],
  },
  plans: {
    files: ['allocation-plan', 'canonical-text', 'plan-fingerprint', 'planned-member'],
    functions: ['batch-run/plan', 'payout-request-batches/allocation-plan'],
  },
  windows: { files: ['period-window', 'window-reservation'], functions: [] },
  batches: {
    files: ['batch', 'batch-changes', 'member-operation'],
    functions: ['payout-request-batches/{operations,outcomes,create,runs}'],
  },
  requests: {
    files: ['payout-request', 'payout-request-actions', 'payout-request-changes', 'split', 'timeline'],
    functions: ['payout-requests/*', 'payout-request-timeline/*'],
  },
  readiness: { files: ['readiness', 'website'], functions: ['websites'] },
  allocations: {
    files: ['allocate', 'allocation', 'allocation-moves', 'cover', 'offered-instruments'],
    functions: ['payout-request-allocations/{create,patch,cover}', 'payout-requests/payment-instruments'],
  },
  payments: {
    files: [
      'asking-again',
      'payment',
      'payment-follow-up',
      'payment-method',
      'payment-result',
      'queueing',
      'settlement',
    ],
    functions: ['paying/*'],
  },
  transactions: {
    files: ['instrument-times', 'transaction', 'transaction-changes'],
    functions: ['transactions/*', 'paying/by-hand'],
  },
  'reference-data': {
    files: [
      'customer',
      'gateway-account',
      'gateway-account-changes',
      'organization',
      'payment-instrument-changes',
    ],
    functions: ['gateway-accounts/*', 'organizations/*', 'payment-instruments/*'],
  },
  events: { files: ['event'], functions: [] },
  webhooks: { files: ['delivery', 'redelivery', 'webhook'], functions: ['delivering/*', 'webhooks/*'] },
  schedules: { files: ['batch-request', 'schedule', 'schedule-expression'], functions: [] },
  attention: { files: ['attention'], functions: ['attention/*'] },
  words: {
    files: ['api-key', 'currency', 'identifiers', 'money', 'outbound-url', 'refusal'],
    functions: [],
  },
} as const satisfies Record<string, Part>

export type PartName = keyof typeof PARTS

export const isPart = (name: string): name is PartName => Object.hasOwn(PARTS, name)

/** A part without functions of its own has tests enough beside the domain's other ones. */
export const testsOf = (name: PartName) => ({
  domain: [
    ...(name === 'auto-allocation' ? ['test/shared/domain/**/*.test.ts'] : ['test/shared/domain/*.test.ts']),
    'test/shared/contracts/*.test.ts',
  ],
  functions: globSync(PARTS[name].functions.map((file) => `test/functions/${file}.test.ts`)).filter(
    (file) => !hasAnEndpointOfItsOwn(file),
  ),
})

/** Tests share one process, and with it the endpoint that the handlers' client has found first. */
const hasAnEndpointOfItsOwn = (file: string): boolean =>
  readFileSync(file, 'utf8').includes('startFrontedDesk')
