import type { NewBatch } from '../../shared/domain/batch.ts'
import type { Selection } from '../../shared/repository/batches/claiming.ts'
import { type Creation, createBatch, resumeCreation } from '../../shared/repository/batches/creation.ts'
import { type CreationOptions, creationTable } from '../../shared/repository/batches/creation-table.ts'
import type { UnfinishedCreation } from '../../shared/repository/batches/unfinished.ts'
import type { Desk } from '../entry/api-operation.ts'

/** A new batch of what was selected, or the one whose creation was begun and not ended. */
export interface Making {
  readonly fresh: NewBatch
  readonly selection: Selection
  readonly begun: UnfinishedCreation | undefined
}

/** Makes the batch, whoever asks for it. */
export function makeBatch(
  { table, clock }: Pick<Desk, 'table' | 'clock'>,
  { fresh, selection, begun }: Making,
  options: CreationOptions,
): Promise<Creation> {
  const port = creationTable(table, fresh, clock, options)
  return begun
    ? resumeCreation(port, fresh.id, selection, begun.claimedChunks)
    : createBatch(port, fresh.id, selection)
}
