import * as fc from 'fast-check'
import type { DecisionInput } from '../../../shared/domain/auto-allocation/decision.ts'
import {
  type DecidedMember,
  decideMembers,
  type LoadedMember,
  type RunRules,
} from '../../../shared/domain/batch-run.ts'
import { requests } from './auto-allocation/world-parts.ts'
import { openWorlds, tightWorlds, worlds } from './auto-allocation/worlds.ts'

/** Chunks of a run as they are decided and come to lie in part items, with everything that can come in between. */
export interface DecidedChunk {
  readonly input: RunRules
  readonly parts: readonly (readonly DecidedMember[])[]
}

/** Which part a member lies in; `again`: its first decision was not committed, and it was decided once more alone. */
type Place = 0 | 1 | 'again'

export const decidedChunks: fc.Arbitrary<DecidedChunk> = fc
  .array(fc.oneof(worlds(), openWorlds({ instruments: 3, gateways: 4 }), tightWorlds()), {
    minLength: 1,
    maxLength: 3,
  })
  .chain((customers) =>
    fc
      .tuple(...customers.map((world) => withRequests(world)))
      .map((lists) => lists.flatMap((list, i) => list.map((member) => ofCustomer(`cust_${i}`, member))))
      .chain((members) =>
        fc.record({
          customers: fc.constant(customers),
          members: fc.shuffledSubarray(members, { minLength: members.length }).map(numbered),
          places: fc.array(fc.constantFrom<Place[]>(0, 0, 0, 1, 'again'), {
            minLength: members.length,
            maxLength: members.length,
          }),
        }),
      ),
  )
  .map(({ customers, members, places }) => decidedChunk(customers, members, places))

const withRequests = (world: DecisionInput): fc.Arbitrary<LoadedMember[]> =>
  fc
    .array(
      fc.record({
        request: requests(world.request.currency, world.customer.instruments),
        history: fc.boolean(),
        trouble: fc.constantFrom<('none' | 'removed' | 'unreadable')[]>(
          'none',
          'none',
          'none',
          'removed',
          'unreadable',
        ),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((list) =>
      list.map(({ request, history, trouble }) => ({
        request: { ...request, claim: trouble === 'removed' ? null : { batch: 'batch_1', chunk: 0 } },
        customer: world.customer,
        allocations: history ? world.allocations : [],
        ...(trouble === 'unreadable' && { unreadable: new Error('Not as it should be.') }),
      })),
    )

const ofCustomer = (customerId: string, { request, customer, ...rest }: LoadedMember): LoadedMember => ({
  ...rest,
  request: { ...request, customerId },
  customer: { ...customer, customerId },
})

const numbered = (members: readonly LoadedMember[]): LoadedMember[] =>
  members.map((member, i) => ({ ...member, request: { ...member.request, id: `request_${i}` } }))

function decidedChunk(
  customers: readonly DecisionInput[],
  members: readonly LoadedMember[],
  places: readonly Place[],
): DecidedChunk {
  const [{ order, policy } = { order: [], policy: 'largest-exposure' as const }] = customers
  const gateways = new Map(customers.flatMap((world) => world.gateways.map((one) => [one.id, one] as const)))
  const run = {
    batchId: 'batch_1',
    runId: 'run_1',
    input: { gateways: [...gateways.values()], order, policy },
    periodLeft: new Map(customers.map(({ request, periodLeft }) => [request.currency, periodLeft])),
    stamp: { by: 'usr_1', at: '2026-01-01T00:00:00.000Z' },
    onFault: () => 'error_1',
  }
  const decided = decideMembers(members, run)
  const again = decideMembers(
    members.filter((_, i) => places[i] === 'again'),
    run,
  )
  const at = (place: Place) => decided.filter((_, i) => places[i] === place)
  return { input: run.input, parts: [[...at(0), ...again], at(1)] }
}
