import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import type { Item } from '../../../shared/repository/client.ts'

/** What DynamoDB keeps of an item and gives back: refuses what it cannot hold, tells bigint from number by size only. */
export const asStored = (item: object): Item =>
  unmarshall(marshall(item, { removeUndefinedValues: true, convertClassInstanceToMap: false }))

/** For whoever may change it. */
export function copyOf(value: unknown): unknown {
  if (value instanceof Set) return new Set(value)
  if (value instanceof Uint8Array) return value.slice()
  if (Array.isArray(value)) return value.map(copyOf)
  if (!isRecord(value)) return value
  const copy: Record<string, unknown> = {}
  for (const name in value) copy[name] = copyOf(value[name])
  return copy
}

/** The same text for the same value, whatever the order of attributes and of a set's members. */
export function canonical(value: unknown): string {
  if (value instanceof Set) return `{${[...value].map(canonical).sort().join()}}`
  if (value instanceof Uint8Array) return `<${Buffer.from(value).toString('base64')}>`
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (isRecord(value)) {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined)
    return `(${entries.sort(byName).map(([name, member]) => `${name}:${canonical(member)}`)})`
  }
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1)

/** A map; neither a list nor a set nor bytes. */
export const isRecord = (value: unknown): value is Item =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Set) &&
  !(value instanceof Uint8Array)

export const isNumber = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint'

/** An attribute, or a member of a map. */
export const at = (item: unknown, path: readonly string[]): unknown =>
  path.reduce((value, name) => (isRecord(value) ? value[name] : undefined), item)
