import * as z from 'zod'
import { workflowStep } from '../entry/workflow-step.ts'
import { ChunkReference } from './messages.ts'
import { settleChunk } from './settling.ts'

// Second step of a batch run, once for each chunk: decides every member independently and commits the outcomes with
// their allocations, as many in one transaction as fit (design §7). Tried again, it goes on with what is not settled.
export const handler = workflowStep({
  input: ChunkReference,
  answer: z.object({}),

  async perform({ batchId, runId, chunk }, { table, clock }) {
    await settleChunk(table, { batchId, runId, chunk: chunk.number }, chunk.requests, clock)
    return {}
  },
})
