import { Refusal } from '../../shared/domain/refusal.ts'
import type { Caller } from '../entry/caller.ts'

/** Rules §7.4: an organization knows itself and no other. */
export function demandOwnOrganization(id: string, { organization }: Caller): void {
  if (id !== organization)
    throw new Refusal('not-found', { detail: 'There is no organization with this id.' })
}
