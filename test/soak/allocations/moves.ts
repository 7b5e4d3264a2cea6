import type { AllocationFact } from './facts.ts'
import type { Change, Step } from './story.ts'
import type { World } from './world.ts'

/** What is wrong with what became of an allocation: it goes where somebody asked for it to go, and never back. */
export function wrongInMove({ before, after }: Change, { by }: Step, world: World): string[] {
  if (before?.type !== 'allocation') return []
  if (after?.type !== 'allocation') return [`${before.id} is gone`]
  if (before.status === after.status) return []
  const asked = by?.deed.asked
  const move = `${before.status} → ${after.status}`
  const isAsked =
    asked?.does === 'cancel-all'
      ? move === 'pending → canceled' && isOfBatch(before, asked, world)
      : (asked?.does === 'cancel' || asked?.does === 'process') &&
        asked.allocation === before.id &&
        move === (asked.does === 'cancel' ? 'pending → canceled' : 'pending → processing')
  return isAsked ? [] : [`nobody asked for ${move} of ${before.id}`]
}

const isOfBatch = (
  { payoutRequestId, runId }: AllocationFact,
  asked: { readonly batch: string; readonly run: string | null },
  { batches }: World,
): boolean =>
  batches.get(asked.batch)?.includes(payoutRequestId) === true && (asked.run === null || asked.run === runId)
