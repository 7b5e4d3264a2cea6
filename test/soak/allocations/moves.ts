import type { Asked } from './deeds.ts'
import type { AllocationFact } from './facts.ts'
import type { Change, Step } from './story.ts'
import type { World } from './world.ts'

/** What is wrong with what became of an allocation: it goes where somebody asked for it to go, and never back. */
export function wrongInMove({ before, after }: Change, { by }: Step, world: World): string[] {
  if (before?.type !== 'allocation') return []
  if (after?.type !== 'allocation') return [`${before.id} is gone`]
  if (before.status === after.status) return []
  const move = `${before.status} → ${after.status}`
  const isAsked = by !== undefined && movesAskedFor(by.deed.asked, before, world).includes(move)
  return isAsked ? [] : [`nobody asked for ${move} of ${before.id}`]
}

const AFTER = { approved: 'completed', declined: 'declined', abandoned: 'failed' } as const

/** All that this may do to the allocation. */
function movesAskedFor(asked: Asked, allocation: AllocationFact, world: World): readonly string[] {
  if (asked.does === 'cancel-all') return isOfBatch(allocation, asked, world) ? ['pending → canceled'] : []
  if (!('allocation' in asked) || asked.allocation !== allocation.id) return []
  if (asked.does === 'tell') return [`processing → ${AFTER[asked.result]}`]
  return [asked.does === 'cancel' ? 'pending → canceled' : 'pending → processing']
}

const isOfBatch = (
  { payoutRequestId, runId }: AllocationFact,
  asked: { readonly batch: string; readonly run: string | null },
  { batches }: World,
): boolean =>
  batches.get(asked.batch)?.includes(payoutRequestId) === true && (asked.run === null || asked.run === runId)
