import type { Clock } from '../../runtime/clock.ts'

/** Longer than any call that changes a batch may live. A lease only says when somebody may help. */
const LEASE_SECONDS = 15

export interface Leases {
  /** When a lease that is taken now ends. */
  end(): string
  isOver(leaseUntil: string): boolean
}

export const leasesBy = (clock: Clock): Leases => ({
  end: () => new Date(clock.now().getTime() + LEASE_SECONDS * 1000).toISOString(),
  isOver: (leaseUntil) => leaseUntil < clock.now().toISOString(),
})
