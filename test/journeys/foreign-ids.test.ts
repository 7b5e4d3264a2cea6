import { beforeAll, expect, it } from 'vitest'
import { OPERATIONS, type OperationId } from '../../shared/contracts/operations.ts'
import { type Answer, client, done, keyHeader, type Request } from './harness/client.ts'
import { type JourneyDesk, type JourneyOrganization, sharedDesk } from './harness/desk.ts'
import { EXAMPLES, exampleCall, OPERATION_IDS, pathKind } from './harness/operations.ts'
import { furnished, type Kind, type Things } from './harness/things.ts'

let desk: JourneyDesk
let us: Asker
/** Puts what `us` has posted already. */
let usAgain: Asker
let them: JourneyOrganization
let theirs: Things
let before: unknown

beforeAll(async () => {
  desk = await sharedDesk()
  us = await asker()
  usAgain = await asker()
  them = await desk.newOrganization()
  theirs = await furnished(them, 'theirs')
  await desk.stack.quiet()
  before = await everythingOf(them)
})

interface Asker {
  readonly organization: JourneyOrganization
  readonly ours: Things
}

async function asker(): Promise<Asker> {
  const organization = await desk.newOrganization()
  return { organization, ours: await furnished(organization, 'ours') }
}

/** Well-formed, in the form that the API itself gives out, and of nobody. */
const UNKNOWN: Things = {
  organization: 'org_01K0000000000000000000NONE',
  customer: 'cus_nobody',
  website: 'web_nobody',
  gatewayAccount: 'gw_nobody',
  instrument: 'inst_nobody',
  transaction: 'txn_nobody',
  credit: 'txn_nobody',
  request: 'pout_req_01K00000000000000000000000',
  allocatedRequest: 'pout_req_01K00000000000000000000000',
  allocation: 'pra_01K00000000000000000000001',
  batch: 'preq_batch_01K0000000000000000000000A',
  member: 'pout_req_01K00000000000000000000000',
  otherRequest: 'pout_req_01K00000000000000000000000',
  comment: 'tlm_01K00000000000000000000000',
  canceledRequest: 'pout_req_01K00000000000000000000000',
  splitRequest: 'pout_req_01K00000000000000000000000',
  legacySplitRequest: 'pout_req_01K00000000000000000000000',
  operation: 'operation_01K0000000000000000000000A',
  run: 'run_01K0000000000000000000000A',
  schedule: 'preq_sched_01K0000000000000000000000A',
  batchRequest: 'closing-nobody',
  webhook: 'hook_nobody',
  event: 'evt_nobody',
}

/** A call with one id in question, and of what it is. */
interface Question {
  readonly place: string
  readonly kind: Kind
  readonly ask: (id: string) => Promise<Answer>
  /** Whether an id that nobody here has is taken for a new thing's. */
  readonly creates: boolean
}

function questionsOf(operation: OperationId, { organization, ours }: Asker): Question[] {
  const { call, apiKey } = organization
  const [method = '', path = ''] = OPERATIONS[operation].split(' ')
  const elsewhere = Object.entries(EXAMPLES[operation](ours).ids).map(([place, kind]) => ({
    place,
    kind,
    ask: (id: string) =>
      place.startsWith('{')
        ? call(...exampleCall(operation, { ...ours, [kind]: id }))
        : call(...placed(exampleCall(operation, ours), place, id)),
    creates: place === 'id',
  }))
  const asOrganization = (id: string) =>
    client(`${desk.stack.url}/organizations/${id}`, keyHeader(apiKey))(...exampleCall(operation, ours))
  const inBase = { place: '{organizationId}', kind: 'organization', creates: false } as const
  const inPath = (): Question => {
    const kind = pathKind(operation)
    const ask = (id: string) => call(...exampleCall(operation, { ...ours, [kind]: id }))
    return { place: '{id}', kind, ask, creates: method === 'PUT' }
  }
  return [{ ...inBase, ask: asOrganization }, ...elsewhere, ...(path.includes('{id}') ? [inPath()] : [])]
}

it.each(OPERATION_IDS)('%s answers a foreign id as an unknown one', async (operation) => {
  for (const { place, kind, ask } of questionsOf(operation, us).filter(({ creates }) => !creates)) {
    const foreign = await ask(theirs[kind])
    expect(seen(foreign, theirs[kind]), place).toEqual(seen(await ask(UNKNOWN[kind]), UNKNOWN[kind]))
    if (place.startsWith('{')) expect(foreign.status, place).toBe(404)
    else expect(foreign.status, place).toBeLessThan(500)
  }
  const own = await us.organization.call(...exampleCall(operation, us.ours))
  expect(own.status, own.text).toBeLessThan(300)
})

const creating = OPERATION_IDS.filter(
  (operation) => OPERATIONS[operation].startsWith('PUT ') || 'id' in EXAMPLES[operation](UNKNOWN).ids,
)

it.each(creating)('%s takes a foreign id for that of something new, as an unknown one', async (operation) => {
  const asker = operation.startsWith('Put') ? usAgain : us
  for (const { kind, ask } of questionsOf(operation, asker).filter(({ creates }) => creates)) {
    const foreign = await ask(theirs[kind])
    expect(foreign.status, foreign.text).toBe(201)
    expect(seen(foreign, theirs[kind])).toEqual(seen(await ask(UNKNOWN[kind]), UNKNOWN[kind]))
  }
})

it('nothing of theirs has changed', async () => {
  await desk.stack.quiet()
  expect(await everythingOf(them)).toEqual(before)
})

/** The call with another id in one of its places. */
function placed([path, { body }]: [string, Request], place: string, id: string): [string, Request] {
  if (place.startsWith('?')) {
    const colon = place.startsWith('?filter=') ? ':' : ''
    return [`${path.split('?')[0]}${place}${colon}${id}`, {}]
  }
  const changed = structuredClone(body) as Record<string, unknown>
  const [name = '', index] = place.split('.')
  changed[name] = index === undefined ? id : [id]
  return [path, { body: changed }]
}

/** All that a caller can see of an answer, but for the id that was asked for, times and what is new in any answer. */
function seen({ status, headers, text }: Answer, id: string): unknown {
  const hidden = (value: string) =>
    value
      .replaceAll(id, '<id>')
      .replaceAll(id.replace(/^[a-z_]+_/, '').slice(0, -2), '<id>')
      .replaceAll(/urn:uuid:[-0-9a-f]{36}/g, '<instance>')
      .replaceAll(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, '<time>')
      .replaceAll(/(pout_req|preq_batch|pra|txn)_[0-9A-HJKMNP-TV-Z]{26}/g, '<new $1>')
  const shown = [...headers].filter(([name]) => !/^(date|x-amz|content-length|x-ratelimit)/.test(name))
  return { status, headers: shown.map(([name, value]) => [name, hidden(value)]), text: hidden(text) }
}

async function everythingOf({ id, call }: JourneyOrganization): Promise<unknown> {
  const collections = ['payout-requests', 'payout-request-allocations', 'payout-request-batches'].concat([
    'gateway-accounts',
    'payment-instruments',
    'transactions',
    'payout-request-batch-schedules',
    'webhooks',
  ])
  const paths = [
    ...collections.map((name) => `${name}?sort=id&limit=1000`),
    `organizations/${id}`,
    'websites/web_theirs',
    `payout-request-batch-requests/${theirs.batchRequest}`,
  ]
  return Promise.all(paths.map((path) => done(call(`GET /${path}`))))
}
