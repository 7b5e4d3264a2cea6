import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import type { Item } from '../../shared/repository/client.ts'
import { batchKey, requestKey } from '../../shared/repository/keys.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { getItems, queryAll } from '../../shared/repository/read.ts'

const Items = z.array(z.looseObject({ pk: z.string(), sk: z.string(), type: z.string().optional() }))
const Meta = z.looseObject({
  id: z.string(),
  txState: z.string(),
  status: z.string().optional(),
  committedChunks: z.number().default(0),
  totals: z.looseObject({ totalCount: z.number() }).optional(),
})
const Request = z.looseObject({
  id: z.string(),
  claim: z.object({ batch: z.string(), chunk: z.number() }).optional(),
})

/** What lies in the table about an organization's batches, read without the code that is tested. */
export interface BatchContents {
  /** The committed batches by id, with the requests that claim them. */
  readonly members: ReadonlyMap<string, readonly string[]>
  readonly free: readonly string[]
  /** Everything that is not as it is when nobody is at work, in words. */
  readonly halfDone: readonly string[]
}

/** Of the whole organization, or, much faster, of these requests and batches. */
export async function batchContents(
  table: OrganizationTable,
  about?: { readonly batches: readonly string[]; readonly requests: readonly string[] },
): Promise<BatchContents> {
  const items = Items.parse(about ? await itemsAbout(table, about) : await scan(table))
  const metas = items.filter(({ type }) => type === 'batch').map((item) => Meta.parse(item))
  const requests = items.filter(({ type }) => type === 'payout-request').map((item) => Request.parse(item))
  const members = new Map<string, string[]>(
    metas.flatMap(({ id, txState }) => (txState === 'committed' ? [[id, []]] : [])),
  )
  const halfDone: string[] = []
  for (const { id, claim, ...item } of requests) {
    if ((claim === undefined) !== 'availableKey' in item) halfDone.push(`${id} is free and claimed at once`)
    if (!claim) continue
    const meta = metas.find((one) => one.id === claim.batch)
    if (meta?.txState !== 'committed') halfDone.push(`${id} is left claimed by ${claim.batch}`)
    else if (claim.chunk >= meta.committedChunks) halfDone.push(`${id} claims a chunk that does not count`)
    members.get(claim.batch)?.push(id)
  }
  const listed = new Map<string, Set<string>>()
  for (const { pk, members: ids } of items.filter(({ type }) => type === 'batch-members')) {
    const batch = pk.split('#')[3] ?? ''
    const known = listed.get(batch) ?? new Set()
    listed.set(batch, known.union(ids instanceof Set ? (ids as Set<string>) : new Set()))
    if (!members.has(batch)) halfDone.push(`a list of members is left of ${batch}`)
  }
  for (const meta of metas) {
    if ('change' in meta) halfDone.push(`${meta.id} is still being changed`)
    if (meta.txState === 'creating' || meta.txState === 'deleting')
      halfDone.push(`${meta.id} is ${meta.txState}`)
    if (meta.txState !== 'committed') continue
    const held = new Set(members.get(meta.id))
    if (held.symmetricDifference(listed.get(meta.id) ?? new Set()).size > 0)
      halfDone.push(`${meta.id} does not list what claims it`)
    if (held.size !== meta.totals?.totalCount) halfDone.push(`${meta.id} does not count what it holds`)
  }
  for (const item of items)
    if ('openKey' in item && item.status !== 'processing')
      halfDone.push(`${item.pk} ${item.sk} is still open`)
  return { members, free: requests.filter(({ claim }) => !claim).map(({ id }) => id), halfDone }
}

async function itemsAbout(
  table: OrganizationTable,
  { batches, requests }: { readonly batches: readonly string[]; readonly requests: readonly string[] },
): Promise<object[]> {
  const keys = requests.map((id) => requestKey(table.organization, id))
  const partitions = batches.map((batch) =>
    queryAll(table, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': batchKey(table.organization, batch).pk },
      ConsistentRead: true,
    }),
  )
  return [...(await getItems(table, keys)).values(), ...(await Promise.all(partitions)).flat()]
}

async function scan({ client, name, organization }: OrganizationTable): Promise<object[]> {
  const found: Item[] = []
  let ExclusiveStartKey: Record<string, unknown> | undefined
  do {
    const page = await client.send(new ScanCommand({ TableName: name, ExclusiveStartKey }))
    found.push(...(page.Items ?? []))
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  return found.filter(({ pk }) => String(pk).startsWith(`ORG#${organization}#`))
}
