import fc from 'fast-check'

/** Ids that the API has answered: a call picks from them, an answer adds to them. */
export interface Pools {
  /** Of a resource by its first part of a path, or of a parameter by its name. */
  ids(kind: string): readonly string[]
  /** Those of a kind that were found with this id: members of a batch, messages of a request. */
  foundWith(owner: string, kind: string): readonly string[]
  /** Everything that an answer names. */
  harvest(answer: unknown): void
  add(kind: string, id: string): void
  /** What is deleted. */
  forget(kind: string, id: string): void
}

/** Of which kind the id in a member or a path is, where the member's own name is not the kind. */
const KINDS: Readonly<Record<string, string>> = {
  payoutRequestId: 'payout-requests',
  payoutRequestIds: 'payout-requests',
  allocationIds: 'payout-request-allocations',
  batchId: 'payout-request-batches',
  paymentInstrumentId: 'payment-instruments',
  gatewayAccountId: 'gateway-accounts',
  transactionId: 'transactions',
  parentTransactionId: 'transactions',
  websiteId: 'websites',
  organizationId: 'organizations',
  scheduleId: 'payout-request-batch-schedules',
  runId: 'run',
  planHash: 'plan',
}

export const kindOf = (member: string): string => KINDS[member] ?? member

/** `templates` are the paths of the API. */
export function newPools(templates: readonly string[]): Pools {
  const kinds = new Map<string, Set<string>>()
  const owned = new Map<string, Set<string>>()
  const patterns = [...new Set(templates.map(uptoLastId))].map((one) => [one, patternOf(one)] as const)
  const add = (sets: Map<string, Set<string>>, key: string, id: string) =>
    sets.set(key, (sets.get(key) ?? new Set()).add(id))

  function found(kind: string, id: string, owner?: unknown): void {
    if (id === '') return // an instrument without an account to pay to is offered with none
    add(kinds, kind, id)
    if (typeof owner === 'string' && owner !== id) add(owned, `${owner} ${kind}`, id)
  }

  function harvestLink(href: string): void {
    const { pathname, searchParams } = new URL(href)
    const path = pathname.replace(/^.*?\/organizations\/[^/]+(?=\/)/, '')
    for (const [template, pattern] of patterns) {
      const { id, ...further } = pattern.exec(path)?.groups ?? {}
      if (id === undefined) continue
      found(resourceOf(template), id)
      for (const [name, other] of Object.entries(further)) found(kindOf(name), other, id)
      for (const [name, value] of searchParams) found(name, value, id)
    }
  }

  function harvest(value: unknown, member = '', owner?: unknown): void {
    if (Array.isArray(value)) for (const one of value) harvest(one, member, owner)
    else if (typeof value === 'string' && member === 'href') harvestLink(value)
    else if (typeof value === 'string' && /[a-z]Ids?$|Hash$/.test(member)) found(kindOf(member), value, owner)
    else if (typeof value === 'object' && value !== null) {
      const { id = owner } = value as { id?: unknown }
      if (typeof id === 'string' && id !== owner && member !== '') found(kindOf(member), id, owner)
      for (const [name, inside] of Object.entries(value)) harvest(inside, name, id)
    }
  }

  return {
    ids: (kind) => [...(kinds.get(kind) ?? [])],
    foundWith: (owner, kind) => [...(owned.get(`${owner} ${kind}`) ?? [])],
    harvest: (answer) => harvest(answer),
    add: (kind, id) => found(kind, id),
    forget: (kind, id) => kinds.get(kind)?.delete(id),
  }
}

/** One of those that are there at the moment of picking. */
export const anyOf = (ids: () => readonly string[], otherwise = 'unknown'): fc.Arbitrary<string> =>
  fc.noBias(fc.nat()).map((at) => {
    const all = ids()
    return all[at % all.length] ?? otherwise
  })

/** What the resource in a path is called: its first part. */
export const resourceOf = (path: string): string => path.split('/')[1] ?? ''

const uptoLastId = (template: string): string => template.slice(0, template.lastIndexOf('}') + 1)

const patternOf = (template: string): RegExp =>
  new RegExp(`^${template.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}(/|$)`)
