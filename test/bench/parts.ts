import { benchBatches } from './batches.ts'
import { benchDecisions } from './decisions.ts'
import { benchEndpoints } from './endpoints/endpoints.ts'
import type { Part } from './part.ts'
import { benchRuns } from './runs/runs.ts'

/** Counts first, then times. */
export const PARTS = {
  runs: benchRuns,
  endpoints: benchEndpoints,
  decisions: benchDecisions,
  batches: benchBatches,
} as const satisfies Record<string, Part>

export type PartName = keyof typeof PARTS
