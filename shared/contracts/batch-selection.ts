import { Refusal } from '../domain/refusal.ts'
import { BATCH_SELECTION_FIELDS } from './collections.ts'
import { type Filter, parseFilter } from './filter.ts'
import { isEmpty } from './filter-bounds.ts'

export type BatchSelectionField = keyof typeof BATCH_SELECTION_FIELDS

/**
 * The filter of create, add, preview and schedules. It never means "all": a filter of which nothing is left when its
 * `batchId` conditions are dropped is refused as `filter-empty` (rules §1).
 */
export function parseBatchSelection(text: string): Filter<BatchSelectionField> {
  const filter = parseFilter(text, BATCH_SELECTION_FIELDS)
  if (isEmpty(filter))
    throw new Refusal('filter-empty', {
      detail:
        'The filter selects by nothing. Conditions on batchId are ignored, and a filter never means "all".',
      invalidFields: [{ field: 'filter', message: 'Name at least one condition besides batchId.' }],
    })
  return filter
}
