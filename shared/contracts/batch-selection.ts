import type { PayoutRequest } from '../domain/payout-request.ts'
import { Refusal } from '../domain/refusal.ts'
import { type QueryParameters, readCollectionQuery } from './collection-query.ts'
import { BATCH_SELECTION_FIELDS } from './collections.ts'
import { type Filter, parseFilter } from './filter.ts'
import { isEmpty, onlyValues, type TimeSpan, timeSpan, withoutField } from './filter-bounds.ts'
import { matches } from './filter-match.ts'
import type { FieldValue } from './filter-values.ts'

export type BatchSelectionField = keyof typeof BATCH_SELECTION_FIELDS

/**
 * The filter of create, add, preview and schedules. It never means "all": a filter of which nothing is left when its
 * `batchId` conditions are dropped is refused as `filter-empty` (rules §1).
 */
export const parseBatchSelection = (text: string): Filter<BatchSelectionField> =>
  demandConditions(parseFilter(text, BATCH_SELECTION_FIELDS))

function demandConditions(filter: Filter<BatchSelectionField>): Filter<BatchSelectionField> {
  if (isEmpty(filter))
    throw new Refusal('filter-empty', {
      detail:
        'The filter selects by nothing. Conditions on batchId are ignored, and a filter never means "all".',
      invalidFields: [{ field: 'filter', message: 'Name at least one condition besides batchId.' }],
    })
  return filter
}

type Selectable = Pick<
  PayoutRequest,
  'id' | 'status' | 'websiteId' | 'customerId' | 'currency' | 'amountMinor' | 'createdTime'
> &
  Partial<Pick<PayoutRequest, 'updatedTime'>>

/** What such a filter looks for, in a reader's terms. */
export interface BatchSelection {
  /** When the filter names all that can match. */
  readonly ids: readonly string[] | undefined
  readonly created: TimeSpan
  /** By what an index knows of a request. */
  readonly mayMatch: (entry: Selectable) => boolean
  /** By everything. */
  readonly matches: (request: PayoutRequest) => boolean
  readonly needsItems: boolean
}

export const readBatchSelection = (text: string): BatchSelection => selectionOf(parseBatchSelection(text))

/** The same from a query string, where a filter may be missing, unreadable or given twice. */
export const queriedBatchSelection = (parameters: QueryParameters): BatchSelection =>
  selectionOf(demandConditions(readCollectionQuery(parameters, { fields: BATCH_SELECTION_FIELDS }).filter))

function selectionOf(filter: Filter<BatchSelectionField>): BatchSelection {
  const inIndex = withoutField(filter, 'updatedTime')
  return {
    ids: onlyValues(filter, 'id'),
    created: timeSpan(filter, 'createdTime'),
    mayMatch: (entry) => matches(inIndex, (field) => valueOf(entry, field)),
    matches: (request) => matches(filter, (field) => valueOf(request, field)),
    needsItems: inIndex.conditions.length < filter.conditions.length,
  }
}

function valueOf(request: Selectable, field: BatchSelectionField): FieldValue {
  if (field === 'amount') return { minor: request.amountMinor, currency: request.currency }
  return field === 'batchId' ? null : request[field]
}
