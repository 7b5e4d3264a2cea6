import * as z from 'zod'
import { ALLOCATION_POLICIES } from '../../domain/auto-allocation/decision.ts'
import type { Batch } from '../../domain/batch.ts'
import type { RunInput } from '../../domain/batch-run.ts'
import { isWellFormedId } from '../../domain/identifiers.ts'
import type { Item } from '../client.ts'
import { absent } from '../expressions.ts'
import { StoredGatewayAccount } from '../gateway-account-item.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { packed, unpacked } from '../packed.ts'
import { getItem } from '../read.ts'
import { runInputKey } from '../run-keys.ts'
import { orNull } from '../stored.ts'
import { attemptAll } from '../write.ts'
import { runExpiry } from './expiry.ts'
import type { RunId } from './parts.ts'

export const StoredRules = z.object({
  gateways: z.array(StoredGatewayAccount.omit({ payoutAdapter: true })),
  order: z.array(z.string()),
  policy: z.enum(ALLOCATION_POLICIES),
})

const StoredInput = StoredRules.extend({
  planHash: orNull(z.string()),
  chunks: z.array(z.array(z.string())),
})

export const inputFrom = (item: Item | undefined): RunInput | undefined =>
  item && StoredInput.parse(unpacked(item.input))

export const findRunInput = async (
  table: OrganizationTable,
  { batchId, runId }: RunId,
): Promise<RunInput | undefined> =>
  inputFrom(await getItem(table, runInputKey(table.organization, batchId, runId)))

/** Whether a run of this id was ever asked for of the batch. */
export const isRunOf = async (
  table: OrganizationTable,
  { id: batchId, run }: Pick<Batch, 'id' | 'run'>,
  runId: string,
): Promise<boolean> =>
  run?.id === runId ||
  (isWellFormedId(runId) && (await findRunInput(table, { batchId, runId })) !== undefined)

export async function theRunInput(table: OrganizationTable, run: RunId): Promise<RunInput> {
  const input = await findRunInput(table, run)
  if (!input) throw new Error(`The run ${run.runId} has no input.`)
  return input
}

/** Written once: whoever comes second uses what is there (rules §4.6). */
export async function keepRunInput(
  table: OrganizationTable,
  { batchId, runId }: RunId,
  input: RunInput,
): Promise<RunInput> {
  const key = runInputKey(table.organization, batchId, runId)
  const attempt = await attemptAll(table, [
    { key, put: { type: 'run-input', input: packed(input), ...runExpiry(runId) }, when: [absent] },
  ])
  return (attempt.applied ? undefined : inputFrom(attempt.refused[0]?.found)) ?? input
}
