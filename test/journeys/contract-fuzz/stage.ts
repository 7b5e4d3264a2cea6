import { createKey } from '../../../infra/admin/keys.ts'
import { openApiDocument } from '../../../infra/openapi/document.ts'
import { keyHeader } from '../harness/client.ts'
import type { JourneyDesk, JourneyOrganization } from '../harness/desk.ts'
import type { FuzzCall } from './calls.ts'
import { type ApiDocument, readDocument } from './described-api.ts'
import { type DocumentChecks, documentChecks } from './document-checks.ts'
import { wrongWith } from './judge.ts'
import { INCAPABLE_BUT_OF } from './mutations.ts'
import { kindOf, newPools, type Pools, resourceOf } from './pools.ts'
import { type Credentials, type FuzzAnswer, sender } from './sending.ts'
import { watchTable } from './watched-table.ts'
import { furnishWorld, requestedBatches, whatOthersHave } from './world.ts'

/** An organization full of things, and all that calls on it are made and judged with. */
export interface Stage {
  readonly document: ApiDocument
  readonly checks: DocumentChecks
  readonly pools: Pools
  /** What was done with an Idempotency-Key and may be asked for again. */
  readonly repeatable: readonly FuzzCall[]
  readonly url: string
  readonly judged: (call: FuzzCall) => Promise<Judged>
  readonly stop: () => void
}

export interface Judged {
  readonly answer: FuzzAnswer
  readonly wrong: readonly string[]
}

export async function stageOn(desk: JourneyDesk): Promise<Stage> {
  const api = await openApiDocument()
  const [document, checks] = [readDocument(api), documentChecks(api)]
  const pools = newPools(document.operations.map(({ path }) => path))
  const [us, others] = [await desk.newOrganization(), await desk.newOrganization()]
  await furnishWorld(us, pools)
  for (const id of await requestedBatches(us)) pools.add('payout-request-batch-requests', id)
  pools.harvest({ organizationId: us.id, foreignIds: [others.id, ...(await whatOthersHave(others))] })
  const watched = watchTable(desk.stack, us.table)
  const { send, stop } = sender(us.url, await credentialsOf(us, others))
  const repeatable: FuzzCall[] = []

  const judged = async (call: FuzzCall): Promise<Judged> => {
    const { answer, wrote, changes } = await watched.during(call.operation.id, () => send(call))
    const isSuccess = answer.status < 300
    const mayChange = isSuccess && !answer.headers.has('Idempotent-Replayed')
    const kept = mayChange ? [] : (await changes()).map((change) => `${answer.status} and wrote ${change}`)
    if (isSuccess) {
      learnFrom(call, answer, pools)
      if (wrote && call.headers['Idempotency-Key'] !== undefined) repeatable.push(again(call, answer))
    }
    return { answer, wrong: [...wrongWith(call, answer, checks), ...kept] }
  }
  return { document, checks, pools, repeatable, url: us.url, judged, stop }
}

const again = (call: FuzzCall, { status }: FuzzAnswer): FuzzCall => ({
  ...call,
  mutations: ['again'],
  expects: status,
  isRepeated: true,
})

function learnFrom({ operation, ids }: FuzzCall, { text, headers }: FuzzAnswer, pools: Pools): void {
  if (headers.get('Content-Type') === 'application/json' && text !== '') pools.harvest(JSON.parse(text))
  if (operation.method !== 'DELETE') return
  const [name = '', id = ''] = Object.entries(ids).at(-1) ?? [] // only what stands last in the path is gone
  pools.forget(name === 'id' ? resourceOf(operation.path) : kindOf(name), id)
}

async function credentialsOf(us: JourneyOrganization, others: JourneyOrganization): Promise<Credentials> {
  const one = { organizationId: us.id, userId: 'usr_1', expiresTime: undefined }
  const { apiKey } = await createKey(us.table, { ...one, permissions: [INCAPABLE_BUT_OF] })
  return {
    ours: keyHeader(us.apiKey),
    nobody: {},
    misspelt: keyHeader(`${us.apiKey}x`),
    foreign: keyHeader(others.apiKey),
    incapable: keyHeader(apiKey),
  }
}
