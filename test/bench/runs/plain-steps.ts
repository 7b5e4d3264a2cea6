import { periodLeftOf } from '../../../shared/domain/auto-allocate.ts'
import { DEFAULT_ALLOCATION_ORDER } from '../../../shared/domain/auto-allocation/decision.ts'
import { type DecidedMember, decideMembers } from '../../../shared/domain/batch-run.ts'
import { numberedSetAsideWrites } from '../../../shared/repository/allocations.ts'
import { takingWrites } from '../../../shared/repository/auto-allocations.ts'
import { concludeRun } from '../../../shared/repository/batches/batches.ts'
import { theBatchWithRunMembers } from '../../../shared/repository/batches/members.ts'
import { changeExposures } from '../../../shared/repository/exposures.ts'
import { is } from '../../../shared/repository/expressions.ts'
import { gatewayAccounts } from '../../../shared/repository/gateway-accounts.ts'
import { openings, openingsOf } from '../../../shared/repository/openings.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { organizationSettings } from '../../../shared/repository/organizations.ts'
import { keepRunInput } from '../../../shared/repository/runs/input.ts'
import { type LoadedChunk, loadChunk } from '../../../shared/repository/runs/members.ts'
import { partWrite, type RunId, resultsSoFar } from '../../../shared/repository/runs/parts.ts'
import { commit } from '../../../shared/repository/write.ts'

/**
 * The plain baseline: what one would write first, one Map item, one Lambda call and one transaction for each request.
 * It decides alike, under the same conditions, and keeps the same outcomes and traces.
 */

/** What all calls decide with; the item stays small, since each of them reads it. */
export async function begin(table: OrganizationTable, run: RunId): Promise<readonly string[]> {
  const [{ payoutRequestIds }, gateways, settings] = await Promise.all([
    theBatchWithRunMembers(table, run.batchId),
    gatewayAccounts(table),
    organizationSettings(table),
  ])
  await keepRunInput(table, run, {
    gateways,
    order: settings.payoutRequestAllocationOrder ?? DEFAULT_ALLOCATION_ORDER,
    policy: settings.payoutRequestAllocationPolicy,
    chunks: [],
    planHash: null,
  })
  return payoutRequestIds
}

/** Whatever does not hold any more is thrown: the state tries again. */
export async function allocateOne(
  table: OrganizationTable,
  run: RunId,
  { number, id }: { readonly number: number; readonly id: string },
): Promise<void> {
  const loaded = await loadChunk(table, run, [id])
  if (!loaded) throw new Error('The run is over.')
  const member = decided(loaded, run, new Date().toISOString())
  const { request, customer, decision, setAside } = member
  if (!setAside) throw new Error(`Nothing was allocated of ${id}.`)
  await commit(table, [
    partWrite(table, run, { chunk: number, part: 0 }, [member]),
    ...numberedSetAsideWrites(table, request, setAside, [is(['claim', 'batch'], run.batchId)]),
    changeExposures(table, customer, openings(openingsOf(decision, setAside))),
    ...takingWrites(table, loaded.windows, setAside),
  ])
}

function decided({ input, members, windows }: LoadedChunk, run: RunId, at: string): DecidedMember {
  const [member] = decideMembers(members, {
    ...run,
    input,
    periodLeft: new Map(windows.map(({ currency }) => [currency, periodLeftOf(windows, at)])),
    stamp: { by: 'usr_system', at },
    onFault(_request, fault) {
      throw fault
    },
  })
  if (!member) throw new Error('The request is not there.')
  return member
}

export async function conclude(table: OrganizationTable, run: RunId): Promise<void> {
  await concludeRun(table, run, await resultsSoFar(table, run), new Date().toISOString())
}
