import { GATEWAY_ACCOUNTS_LIMIT, type GatewayAccount } from '../domain/gateway-account.ts'
import { isWellFormedId } from '../domain/identifiers.ts'
import { Refusal } from '../domain/refusal.ts'
import { countedUpTo } from './counting.ts'
import { absent, is } from './expressions.ts'
import { gatewayAccountFrom, gatewayAccountItem } from './gateway-account-item.ts'
import { gatewayAccountCountKey, gatewayAccountKey, gatewayAccountKeys } from './gateway-keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItem, queryAll } from './read.ts'
import { commit, stale, type Write } from './write.ts'

/** Every gateway account of the organization, as they are now: one Query, since there are at most 200. */
export async function gatewayAccounts(table: OrganizationTable): Promise<GatewayAccount[]> {
  const { pk, prefix } = gatewayAccountKeys(table.organization)
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
    ConsistentRead: true,
  })
  return items.map(gatewayAccountFrom)
}

export async function findGatewayAccount(
  table: OrganizationTable,
  id: string,
): Promise<GatewayAccount | undefined> {
  const item = isWellFormedId(id)
    ? await getItem(table, gatewayAccountKey(table.organization, id))
    : undefined
  return item && gatewayAccountFrom(item)
}

/** Refuses an id that is unknown or another organization's. */
export async function theGatewayAccount(table: OrganizationTable, id: string): Promise<GatewayAccount> {
  const account = await findGatewayAccount(table, id)
  if (!account) throw new Refusal('not-found', { detail: 'There is no gateway account with this id.' })
  return account
}

/** Keeps a new account and counts it; an id that is taken is `stale`. */
export const keepNewGatewayAccount = (
  table: OrganizationTable,
  account: GatewayAccount,
  alongside: readonly Write[] = [],
): Promise<unknown> =>
  commit(table, [
    {
      key: gatewayAccountKey(table.organization, account.id),
      put: gatewayAccountItem(account),
      when: [absent],
      otherwise: stale,
    },
    countedUpTo(
      GATEWAY_ACCOUNTS_LIMIT,
      { key: gatewayAccountCountKey(table.organization), type: 'gateway-account-count', counter: 'accounts' },
      () =>
        new Refusal('gateway-account-limit', {
          detail: `An organization has at most ${GATEWAY_ACCOUNTS_LIMIT} gateway accounts; they cannot be deleted.`,
        }),
    ),
    ...alongside,
  ])

/** Keeps what was decided on, if nobody changed the account meanwhile. */
export async function keepGatewayAccountChange(
  table: OrganizationTable,
  before: GatewayAccount,
  after: GatewayAccount,
  alongside: readonly Write[] = [],
): Promise<void> {
  if (after === before) return
  await commit(table, [
    {
      key: gatewayAccountKey(table.organization, before.id),
      put: gatewayAccountItem(after),
      when: [is('version', before.version)],
      otherwise: stale,
    },
    ...alongside,
  ])
}
