import * as z from 'zod'

/** What the steps of a batch run hand to each other. */

export const RunReference = z.object({ organizationId: z.string(), batchId: z.string(), runId: z.string() })

/** Members by id; which chunk they are names their part items. */
const Chunk = z.object({ number: z.int(), requests: z.array(z.string()) })

export const BegunRun = RunReference.extend({ chunks: z.array(Chunk) })

export const ChunkReference = RunReference.extend({ chunk: Chunk })
