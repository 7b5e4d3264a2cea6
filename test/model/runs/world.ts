import { NO_RESULTS } from '../../../shared/domain/batch.ts'
import { beginRun } from '../../../shared/domain/batch-changes.ts'
import { startRun, theBatch } from '../../../shared/repository/batches/batches.ts'
import type { Item } from '../../../shared/repository/client.ts'
import { keepNewGatewayAccount } from '../../../shared/repository/gateway-accounts.ts'
import { instrumentsKey } from '../../../shared/repository/keys.ts'
import { keepRunInput } from '../../../shared/repository/runs/input.ts'
import { withoutNulls } from '../../../shared/repository/stored.ts'
import { account, card } from '../../harness/world.ts'
import { creator } from '../batches/creators.ts'
import { requests } from '../batches/requests.ts'
import { MODEL } from '../execution.ts'
import type { Process } from '../scenario.ts'
import { after } from '../seeding.ts'

/** Batches whose runs have begun, over one gateway account that is capped. */

export interface RunsAsked {
  readonly capMinor: bigint
  /** By batch: its members, a letter each, who all are one chunk and want 1 each. */
  readonly batches: Readonly<Record<string, string>>
  /** Those of them that are blocked. */
  readonly blocked?: string
}

export const GATEWAY = 'gw'

export const runOf = (batch: string) => ({ batchId: batch, runId: `run-${batch}` })

export async function begunRuns({ capMinor, batches, blocked }: RunsAsked): Promise<readonly Item[]> {
  const gateway = account(GATEWAY, {
    payoutLimits: {
      maxPerTransaction: [],
      minPerTransaction: [],
      maxPerPeriod: [{ currency: 'EUR', amountMinor: capMinor, since: 1 }],
    },
  })
  const members = Object.values(batches).join('')
  const begin = ([batch, ids]: [string, string]): Process => ({
    name: batch,
    async run({ table }) {
      const run = { id: runOf(batch).runId, startedBy: 'usr_model', startedTime: MODEL.now }
      const pending = await theBatch(table, batch)
      await startRun(
        table,
        beginRun(pending, { ...run, finishedTime: null, planHash: null, results: NO_RESULTS }),
        [],
      )
      const input = { gateways: [gateway], order: ['payment-card'], planHash: null, chunks: [[...ids]] }
      await keepRunInput(table, runOf(batch), { ...input, policy: 'largest-exposure' })
    },
  })
  return after(
    [...requests(members, blocked), ...[...members].map(instrumentsOf)],
    [
      { name: 'owner', run: ({ table }) => keepNewGatewayAccount(table, gateway) },
      ...Object.entries(batches).flatMap(([batch, ids]) => [
        creator({ batch, ids, chunk: 2 }),
        begin([batch, ids]),
      ]),
    ],
  )
}

function instrumentsOf(id: string): Item {
  const customer = `customer-of-${id}`
  const instrument = withoutNulls(card(customer, `card-of-${id}`))
  return {
    ...instrumentsKey(MODEL.organization, customer),
    type: 'instruments',
    version: 1,
    instruments: { [`card-of-${id}`]: instrument },
  }
}
