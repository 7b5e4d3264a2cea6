import * as z from 'zod'
import type { ApiKey } from '../domain/api-key.ts'
import { isWellFormedId } from '../domain/identifiers.ts'
import type { Table } from './client.ts'
import { absent, exists, is, lacks } from './expressions.ts'
import { apiKeyKey, organizationKeysKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItem, getItems } from './read.ts'
import { orNull, withoutNulls } from './stored.ts'
import { attemptAll, commit, stale } from './write.ts'

/** That an organization is there, what it is called, and which keys it was ever given. */
const StoredOrganization = z.object({
  organizationId: z.string(),
  name: z.string(),
  keyIds: z.array(z.string()),
  version: z.int(),
  createdTime: z.string(),
})

export type OrganizationRecord = z.infer<typeof StoredOrganization>

export async function findOrganization(table: OrganizationTable): Promise<OrganizationRecord | undefined> {
  const item = await getItem(table, organizationKeysKey(table.organization))
  return item && StoredOrganization.parse(item)
}

/** Keeps a new organization; one that is there already stays as it is. */
export const keepNewOrganization = (
  table: OrganizationTable,
  record: OrganizationRecord,
): Promise<'done' | 'already-done'> =>
  commit(table, [
    {
      key: organizationKeysKey(table.organization),
      put: { ...record, type: 'organization' },
      when: [absent],
      otherwise: () => 'already-done',
    },
  ])

/** All keys of an organization, revoked and expired ones too, oldest first. */
export async function apiKeysOf(table: Table, { keyIds }: OrganizationRecord): Promise<ApiKey[]> {
  const items = await getItems(table, keyIds.map(apiKeyKey))
  const keys = [...items.values()].map((item) => StoredApiKey.parse(item))
  return keys.sort((a, b) => keyIds.indexOf(a.keyId) - keyIds.indexOf(b.keyId))
}

/** This organization's key; what is no key's id, and another's, look the same. */
export async function findKey(table: OrganizationTable, keyId: string): Promise<ApiKey | undefined> {
  const item = isWellFormedId(keyId) ? await getItem(table, apiKeyKey(keyId)) : undefined
  const key = item && StoredApiKey.parse(item)
  return key?.organizationId === table.organization ? key : undefined
}

/** Keeps a new key, if nobody gave this organization another one since the record was read. */
export const keepNewApiKey = (
  table: OrganizationTable,
  record: OrganizationRecord,
  key: ApiKey,
): Promise<unknown> =>
  commit(table, [
    {
      key: apiKeyKey(key.keyId),
      put: { ...withoutNulls(key), type: 'api-key' },
      when: [absent],
      otherwise: stale,
    },
    {
      key: organizationKeysKey(table.organization),
      update: { set: [['keyIds', [...record.keyIds, key.keyId]]], increase: [['version', 1]] },
      when: [is('version', record.version)],
      otherwise: stale,
    },
  ])

/** Revokes a key for good; `already-revoked` keeps its first time, `unknown` finds nothing. */
export async function revokeApiKey(
  table: Table,
  keyId: string,
  at: string,
): Promise<'revoked' | 'already-revoked' | 'unknown'> {
  const attempt = await attemptAll(table, [
    {
      key: apiKeyKey(keyId),
      update: { set: [['revokedTime', at]] },
      when: [exists, lacks('revokedTime')],
    },
  ])
  if (attempt.applied) return 'revoked'
  return attempt.refused[0]?.found ? 'already-revoked' : 'unknown'
}

const StoredApiKey = z.object({
  keyId: z.string(),
  secretHash: z.string(),
  organizationId: z.string(),
  userId: z.string(),
  permissions: z.array(z.string()),
  createdTime: z.string(),
  expiresTime: orNull(z.string()),
  revokedTime: orNull(z.string()),
})
