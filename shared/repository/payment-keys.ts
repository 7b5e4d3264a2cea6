import { allocationId } from '../domain/identifiers.ts'
import { type Key, openShard, organizationOf, shardOf } from './keys.ts'

/** How payments that are not at rest look in the index `open`: by allocation, since one organization may have thousands. */

/** Null takes the entry out. */
export const openPaymentKey = (id: string, due: string | null) => ({
  openKey: due === null ? null : openShard('payment', shardOf(id)),
  dueKey: due === null ? null : dueKeyOf(id, due),
})

export const dueKeyOf = (id: string, due: string): string => `${due}#${id}`

export interface OpenPayment {
  readonly organization: string
  readonly allocationId: string
  readonly payoutRequestId: string
  readonly number: number
  /** As it was found; whoever puts the payment off does so if it is still this. */
  readonly dueKey: string
}

/** Whose payment an entry of `open` is about; what else stands there is its dueKey. */
export function openPaymentOf(key: Key & { readonly dueKey: string }): OpenPayment {
  const [, , lead, request] = key.pk.split('#')
  const [what, number] = key.sk.split('#')
  if (lead !== 'REQ' || !request || what !== 'ALLOC')
    throw new Error(`Not the key of an allocation: ${key.pk} ${key.sk}`)
  return {
    organization: organizationOf(key),
    allocationId: allocationId(request, Number(number)),
    payoutRequestId: request,
    number: Number(number),
    dueKey: key.dueKey,
  }
}
