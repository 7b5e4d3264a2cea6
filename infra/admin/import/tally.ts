import type { ImportCheckpoint } from '../../../shared/repository/imports.ts'
import type { Written } from './write-record.ts'

export type ImportRefusal = ImportCheckpoint['refusals'][number]

/** What became of a line; null of an empty one. */
export type LineOutcome = Written | ImportRefusal | null

/** Counts lines that finish in any order as if they had finished in theirs: a checkpoint speaks of a beginning. */
export interface Tally {
  /** The first lines, without a gap, and what became of them. */
  readonly checkpoint: ImportCheckpoint
  add(line: number, outcome: LineOutcome): void
}

/** So many are told; all are counted. */
export const REFUSALS_TOLD_LIMIT = 500

export function tally(from: ImportCheckpoint = NOTHING_DONE): Tally {
  let checkpoint = from
  const waiting = new Map<number, LineOutcome>()
  return {
    get checkpoint() {
      return checkpoint
    },
    add(line, outcome) {
      waiting.set(line, outcome)
      for (let next = checkpoint.linesDone + 1; waiting.has(next); next++) {
        checkpoint = after(checkpoint, waiting.get(next) ?? null)
        waiting.delete(next)
      }
    },
  }
}

function after(checkpoint: ImportCheckpoint, outcome: LineOutcome): ImportCheckpoint {
  const moved = { ...checkpoint, linesDone: checkpoint.linesDone + 1 }
  if (outcome === null) return moved
  if (typeof outcome === 'string') return { ...moved, [outcome]: checkpoint[outcome] + 1 }
  const told = checkpoint.refusals.length < REFUSALS_TOLD_LIMIT ? [outcome] : []
  return { ...moved, refused: checkpoint.refused + 1, refusals: [...checkpoint.refusals, ...told] }
}

const NOTHING_DONE: ImportCheckpoint = {
  linesDone: 0,
  created: 0,
  changed: 0,
  unchanged: 0,
  refused: 0,
  refusals: [],
}
