import { isDeepStrictEqual } from 'node:util'
import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { Call } from '../../../infra/local/endpoint/call.ts'
import type { DynamoDbClient } from '../../../infra/local/endpoint/dynamodb-client.ts'
import { type JsonObject, objectAt, objectsAt } from '../../../infra/local/json.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import type { Witness } from '../game/stage.ts'
import { acting, type RunReference, type Try } from './deeds.ts'
import { type Fact, factFrom, type GatewayFact, runOfInput } from './facts.ts'

/** One write that was done: all that it changed, when, and by whom. */
export interface Step {
  readonly moment: number
  readonly at: number
  readonly by: Try | undefined
  readonly changes: readonly Change[]
}

export interface Change {
  readonly before: Fact | undefined
  readonly after: Fact | undefined
}

/** What has been written, write by write, in the order in which it was done; moments are counted. */
export interface Story {
  readonly steps: readonly Step[]
  /** What lies in the table now. */
  facts<Type extends Fact['type']>(type: Type): Extract<Fact, { type: Type }>[]
  /** The account's versions that were in force at some moment from the one to the other. */
  versions(gateway: string, from: number, to: number): GatewayFact[]
  readonly runs: ReadonlyMap<string, KnownRun>
  /** A moment later than all that were given. */
  now(): number
  readonly witness: Witness
}

export interface KnownRun {
  readonly reference: RunReference
  readonly from: number
  /** When what it decides with was written. */
  inputAt: number
  endedAt: number
}

export type OnStep = (step: Step, story: Story) => void

export async function newStory(table: OrganizationTable, onStep: OnStep): Promise<Story> {
  const facts = new Map<string, Fact>()
  const versions = new Map<string, { readonly from: number; readonly account: GatewayFact }[]>()
  const runs = new Map<string, KnownRun>()
  const steps: Step[] = []
  let moment = 0

  function take(key: string, item: Record<string, unknown> | undefined): Change {
    const before = facts.get(key)
    const after = factFrom(item)
    if (after) facts.set(key, after)
    else facts.delete(key)
    if (after?.type === 'gateway-account')
      versions.set(after.id, [...(versions.get(after.id) ?? []), { from: moment, account: after }])
    if (after?.type === 'batch' && after.run) noteRun(after.id, after.run.id, after.status)
    const input = runs.get(runOfInput(item) ?? '')
    if (input) input.inputAt = moment
    return { before, after }
  }

  function noteRun(batchId: string, runId: string, status: string | undefined): void {
    const reference = { organizationId: table.organization, batchId, runId }
    const never = Number.POSITIVE_INFINITY
    const run = runs.get(runId) ?? { reference, from: moment, inputAt: never, endedAt: never }
    runs.set(runId, run)
    if (status !== 'processing') run.endedAt = Math.min(run.endedAt, moment)
  }

  const story: Story = {
    steps,
    runs,
    facts: <Type extends Fact['type']>(type: Type) =>
      [...facts.values()].filter((fact): fact is Extract<Fact, { type: Type }> => fact.type === type),
    versions: (gateway, from, to) =>
      (versions.get(gateway) ?? [])
        .filter((one, i, all) => one.from <= to && (all[i + 1]?.from ?? Number.POSITIVE_INFINITY) > from)
        .map(({ account }) => account),
    now: () => ++moment,
    async witness(write, dynamoDb) {
      moment += 1
      const items = await itemsAfter(write, dynamoDb)
      const changes = [...items].map(([key, item]) => take(key, item))
      const step = { moment, at: Date.now(), by: acting.getStore(), changes: changes.filter(isChange) }
      steps.push(step)
      onStep(step, story)
    },
  }
  for (const item of await scan(table)) take(`${item.pk} ${item.sk}`, item)
  return story
}

/** A copy of a write, or one that says nothing new, is none. */
const isChange = ({ before, after }: Change): boolean => !isDeepStrictEqual(before, after)

async function scan({ client, name }: OrganizationTable): Promise<Record<string, unknown>[]> {
  const { Items = [], LastEvaluatedKey } = await client.send(new ScanCommand({ TableName: name }))
  if (LastEvaluatedKey) throw new Error('So much is in no table when a run begins.')
  return Items
}

/** The items that a write was about, as they are after it, by key; undefined for one that is gone. */
async function itemsAfter(
  { operation, body }: Call,
  dynamoDb: DynamoDbClient,
): Promise<Map<string, Record<string, unknown> | undefined>> {
  const writes =
    operation === 'TransactWriteItems'
      ? objectsAt(body, 'TransactItems').flatMap((action) => Object.values(action) as JsonObject[])
      : [body]
  const keys = writes.map((write) => {
    const { pk, sk } = 'Key' in write ? objectAt(write, 'Key') : objectAt(write, 'Item')
    return { pk, sk }
  })
  const table = String(writes[0]?.TableName)
  const answer = await dynamoDb.call('BatchGetItem', {
    RequestItems: { [table]: { Keys: keys, ConsistentRead: true } },
  })
  const found = objectsAt(objectAt(answer, 'Responses'), table).map((item) => unmarshall(item as never))
  const byKey = new Map(found.map((item) => [`${item.pk} ${item.sk}`, item]))
  return new Map(
    keys.map((key) => {
      const { pk, sk } = unmarshall(key as never)
      return [`${pk} ${sk}`, byKey.get(`${pk} ${sk}`)]
    }),
  )
}
