import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import type { GatewayAccount } from '../../shared/domain/gateway-account.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { account } from './world.ts'

/** Gateway accounts with a cap, and what lies in the table about their windows, read without the code that is tested. */

export const capped = (
  id: string,
  amountMinor: bigint,
  { since = 1, ...fields }: Partial<GatewayAccount> & { readonly since?: number } = {},
): GatewayAccount =>
  account(id, {
    payoutLimits: {
      maxPerTransaction: [],
      minPerTransaction: [],
      maxPerPeriod: [{ currency: 'EUR', amountMinor, since }],
    },
    ...fields,
  })

export interface WindowContents {
  /** Live automatic allocations, by account, setting of its cap and hour. */
  readonly allocated: Readonly<Record<string, number>>
  /** What the windows say of the same. */
  readonly taken: Readonly<Record<string, number>>
  readonly reservations: readonly unknown[]
}

const Allocation = z.object({
  type: z.literal('allocation'),
  status: z.string(),
  gatewayAccountId: z.string(),
  amountMinor: z.number(),
  capSince: z.number().optional(),
  createdTime: z.string(),
})

const Window = z.looseObject({
  type: z.literal('window'),
  pk: z.string(),
  sk: z.string(),
  reservations: z.array(z.unknown()),
})

const GIVEN_BACK = ['canceled', 'declined', 'failed']

export async function windowContents(table: OrganizationTable): Promise<WindowContents> {
  const items = await scan(table)
  const allocated: Record<string, number> = {}
  const taken: Record<string, number> = {}
  const add = (sums: Record<string, number>, name: string, amount: number) => {
    if (amount !== 0) sums[name] = (sums[name] ?? 0) + amount
  }
  for (const item of items.flatMap((one) => Allocation.safeParse(one).data ?? [])) {
    const { gatewayAccountId, capSince, createdTime, amountMinor, status } = item
    if (capSince !== undefined && !GIVEN_BACK.includes(status))
      add(allocated, `${gatewayAccountId} ${capSince} ${createdTime.slice(0, 13)}`, amountMinor)
  }
  const windows = items.flatMap((one) => Window.safeParse(one).data ?? [])
  for (const { pk, sk, ...rest } of windows)
    for (const [name, amount] of Object.entries(rest))
      if (name.startsWith('taken-'))
        add(taken, `${pk.split('#')[3]} ${sk.split('#')[2]} ${name.slice(6)}`, Number(amount))
  return { allocated, taken, reservations: windows.flatMap(({ reservations }) => reservations) }
}

async function scan({ client, name, organization }: OrganizationTable): Promise<unknown[]> {
  const found: unknown[] = []
  let ExclusiveStartKey: Record<string, unknown> | undefined
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: name,
        FilterExpression: 'begins_with(pk, :ours) AND #type IN (:allocation, :window)',
        ExpressionAttributeNames: { '#type': 'type' },
        ExpressionAttributeValues: {
          ':ours': `ORG#${organization}#`,
          ':allocation': 'allocation',
          ':window': 'window',
        },
        ExclusiveStartKey,
      }),
    )
    found.push(...(page.Items ?? []))
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  return found
}

/** By account and setting of its cap, whatever the hour. */
export function byCap(amounts: Readonly<Record<string, number>>): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const [name, amount] of Object.entries(amounts)) {
    const cap = name.slice(0, name.lastIndexOf(' '))
    sums[cap] = (sums[cap] ?? 0) + amount
  }
  return sums
}
