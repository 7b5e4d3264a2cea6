import { BACKGROUND } from '../../../infra/background.ts'
import type { CountsSnapshot, FunctionCounts } from '../../../infra/local/endpoint/counts.ts'
import type { LocalStack } from '../../../infra/local/stack.ts'
import { ROUTES } from '../../../infra/routes.ts'
import { OPERATIONS } from '../../../shared/contracts/operations.ts'
import { done } from '../../journeys/harness/client.ts'
import { functionOf } from '../../journeys/harness/faults.ts'
import { exampleCall, OPERATION_IDS } from '../../journeys/harness/operations.ts'
import { newOrganizationOn } from '../../journeys/harness/organization.ts'
import { furnished } from '../../journeys/harness/things.ts'

export interface TypicalCall {
  /** `PATCH /payout-requests/{id}`, or what is called before each of them. */
  readonly name: string
  readonly functionName: string
  readonly counts: FunctionCounts
}

/** Every operation once, as it succeeds, on things of which there is one each; and the authorizer before the last. */
export async function callTypically(stack: LocalStack): Promise<TypicalCall[]> {
  const us = await newOrganizationOn(stack)
  const ours = await furnished(us, 'ours')
  const calls: TypicalCall[] = []
  let counted = stack.counts.snapshot()
  for (const operation of OPERATION_IDS) {
    const [path, request] = exampleCall(operation, ours)
    await stack.quiet()
    const before = stack.counts.snapshot()
    await done(us.call(path, { ...request, headers: AT_ONCE }))
    counted = stack.counts.since(before)
    calls.push(typicalCall(OPERATIONS[operation], ROUTES[operation].file, counted))
  }
  return [typicalCall('(the authorizer)', BACKGROUND.authorizer.file, counted), ...calls]
}

function typicalCall(name: string, file: string, { functions }: CountsSnapshot): TypicalCall {
  const functionName = functionOf(file)
  const counts = functions[functionName]
  if (!counts) throw new Error(`No call of ${functionName} was counted.`)
  return { name, functionName, counts }
}

/** Whoever waits for a run looks at it until it ends: how often is a matter of time. */
const AT_ONCE = { Prefer: 'respond-async' }
