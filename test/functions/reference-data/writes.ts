import { ROUTES } from '../../../infra/routes.ts'
import { OPERATIONS, type OperationId } from '../../../shared/contracts/operations.ts'
import type { ApiAnswer } from '../../harness/api.ts'
import { newCustomer, SALE } from '../../harness/customers.ts'
import type { Ask } from '../../harness/desk.ts'

const RESOURCES = [
  'gateway-accounts',
  'payment-instruments',
  'transactions',
  'organizations',
  'websites',
] as const

type Resource = (typeof RESOURCES)[number]

/** The operations that write reference data; one that is new has no entry below, and does not compile. */
type WriteOperation = {
  [Id in OperationId]: (typeof OPERATIONS)[Id] extends `GET ${string}` | `${string}/query`
    ? never
    : (typeof OPERATIONS)[Id] extends `${string} /${Resource}${string}`
      ? Id
      : never
}[OperationId]

interface Asked {
  readonly id?: string
  readonly body?: unknown
  /** It is about something that `prepare` has made; without it something is made. */
  readonly isThere?: true
  /** Asked once more it finds everything so already. */
  readonly settles?: true
}

const OWN = 'the organization itself'
const ACCOUNT = { gatewayName: 'TestProcessor', method: 'paypal', acceptedCurrencies: ['EUR'] }
const CARD = { customerId: 'cus_1', method: 'payment-card', brand: 'Visa' }

const ASKED: Record<WriteOperation, readonly Asked[]> = {
  PostGatewayAccount: [{ body: ACCOUNT }, { body: { ...ACCOUNT, id: 'gw_own' } }],
  PutGatewayAccount: [
    { id: 'gw_new', body: ACCOUNT },
    { id: 'gw_card', isThere: true, body: { ...ACCOUNT, method: 'payment-card' } },
  ],
  PatchGatewayAccount: [{ id: 'gw_card', isThere: true, body: { isDown: true } }],
  PostGatewayAccountEnablement: [{ id: 'gw_off', isThere: true, settles: true }],
  PostGatewayAccountDisablement: [{ id: 'gw_card', isThere: true, settles: true }],

  PostPaymentInstrument: [
    { body: CARD },
    { body: { ...CARD, id: 'card_own' } },
    { body: { ...CARD, customerId: 'cus_new' } },
  ],
  PutPaymentInstrument: [
    { id: 'card_new', body: CARD },
    { id: 'card_cus_1', isThere: true, body: { ...CARD, brand: 'Maestro' } },
  ],
  PatchPaymentInstrument: [
    { id: 'card_cus_1', isThere: true, body: { referenceData: { shelf: 'A' } } },
    { id: 'card_cus_1', isThere: true, body: { status: 'inactive' } },
  ],
  PostPaymentInstrumentDeactivation: [{ id: 'card_cus_1', isThere: true, settles: true }],

  PostTransaction: [
    { body: SALE },
    { body: { ...SALE, id: 'txn_own' }, settles: true },
    { body: { ...SALE, requestId: 'request-1' }, settles: true },
  ],
  PatchTransaction: [{ id: 'txn_1', isThere: true, settles: true, body: { status: 'disputed' } }],

  PostTransactionUpdate: [{ id: 'txn_unknown', isThere: true, body: { result: 'approved' } }],

  PatchOrganization: [
    { id: OWN, isThere: true, body: { settings: { payoutRequestAllocationPolicy: 'newest-payment' } } },
  ],
  PutWebsite: [
    { id: 'web_new', body: { name: 'Shop' } },
    { id: 'web_1', isThere: true, body: { name: 'Store' } },
  ],
}

/** What the calls are about. */
export async function prepare(ask: Ask): Promise<void> {
  await newCustomer(ask)
  const answers = await Promise.all([
    ask('gateway-accounts/put', { id: 'gw_off', body: { ...ACCOUNT, status: 'inactive' } }),
    ask('websites/put', { id: 'web_1', body: { name: 'Shop' } }),
    ask('transactions/create', { body: { ...SALE, id: 'txn_1' } }),
    ask('transactions/create', { body: { ...SALE, id: 'txn_unknown', result: 'unknown' } }),
  ])
  const wrong = answers.find(({ status }) => status !== 201)
  if (wrong) throw new Error(`The reference data could not be made: ${wrong.text}`)
}

export interface WriteCase extends Asked {
  readonly title: string
  readonly operation: string
  /** Makes the call, the same every time. */
  call(ask: Ask, organization: string, headers?: Readonly<Record<string, string>>): Promise<ApiAnswer>
  /** GETs what the call is about, or what its answer shows. */
  show(ask: Ask, organization: string, answer?: ApiAnswer): Promise<ApiAnswer>
}

const isOfResource = (operation: string): boolean =>
  RESOURCES.some((resource) => operation.split(' ')[1]?.split('/')[1] === resource)

const operationIds = (Object.keys(OPERATIONS) as OperationId[]).filter((id) => isOfResource(OPERATIONS[id]))

export const WRITE_OPERATIONS = operationIds.filter((id) => !/^GET |\/query$/.test(OPERATIONS[id]))

export const READ_OPERATIONS = operationIds.filter((id) => /^GET .*\{id\}$/.test(OPERATIONS[id]))

const asked: Readonly<Record<string, readonly Asked[]>> = ASKED

export const casesOf = (operation: OperationId): WriteCase[] =>
  (asked[operation] ?? []).map((one) => writeCase(operation, one))

export function caseOf(operation: WriteOperation, which: number): WriteCase {
  const one = casesOf(operation)[which]
  if (!one) throw new Error(`${operation} has no case ${which}.`)
  return one
}

export const WRITES: readonly WriteCase[] = WRITE_OPERATIONS.flatMap(casesOf)

/** One thing of each resource that `prepare` makes. */
export function showOne(operation: OperationId, ask: Ask, organization: string): Promise<ApiAnswer> {
  const resource = OPERATIONS[operation].split('/')[1]
  const one = WRITES.find(({ isThere, operation: its }) => isThere && its.split('/')[1] === resource)
  if (!one) throw new Error(`No case is about one of the ${resource} that are there.`)
  return one.show(ask, organization)
}

function writeCase(operationId: OperationId, one: Asked): WriteCase {
  const operation = OPERATIONS[operationId]
  const [method = '', path = ''] = operation.split(' ')
  const idIn = (organization: string) => (one.id === OWN ? organization : one.id)
  return {
    ...one,
    operation,
    title: [operation, one.id, one.body && JSON.stringify(one.body)].filter(Boolean).join(' '),
    call(ask, organization, headers = {}) {
      const id = idIn(organization)
      const { body } = one
      return ask(ROUTES[operationId].file, { method, headers, body, ...(id !== undefined && { id }) })
    },
    show: (ask, organization, answer) =>
      ask(`${path.split('/')[1]}/get`, { method: 'GET', id: idIn(organization) ?? String(answer?.body.id) }),
  }
}
