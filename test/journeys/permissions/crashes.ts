import type { FaultRule } from '../../../infra/local/endpoint/faults.ts'
import { type Answer, done } from '../harness/client.ts'
import type { JourneyDesk, JourneyOrganization } from '../harness/desk.ts'
import { functionOf } from '../harness/faults.ts'
import { approvedRequest, newBatch } from '../harness/steps.ts'

/** Ends the function's worker just after the nth of its calls of this kind, and asks it to work. */
async function crashing(
  { stack }: JourneyDesk,
  { file, action, call }: { file: string; action: string; call: number },
  ask: () => Promise<Answer>,
): Promise<void> {
  const rule: FaultRule = {
    kind: 'terminated-after',
    function: functionOf(file),
    action: `dynamodb:${action}`,
    call,
  }
  const crash = stack.faults.inject(rule)
  const { status, text } = await ask()
  crash.remove()
  if (crash.strikes() !== 1 || status < 500) throw new Error(`${file} did not crash: ${status} ${text}`)
}

/** A batch that is being created: claims are there, the commit is not. */
export async function crashCreation(desk: JourneyDesk, { call }: JourneyOrganization): Promise<void> {
  const { id } = await approvedRequest(call)
  await crashing(desk, { file: 'payout-request-batches/create', action: 'TransactWriteItems', call: 1 }, () =>
    call('POST /payout-request-batches', { body: { payoutRequestIds: [id] } }),
  )
}

/** A batch to which something is being added: claimed, not committed. */
export async function crashAddition(desk: JourneyDesk, { call }: JourneyOrganization): Promise<string> {
  const { id: batch } = await newBatch(call)
  const { id } = await approvedRequest(call)
  await crashing(desk, { file: 'payout-request-batches/add', action: 'TransactWriteItems', call: 2 }, () =>
    call(`POST /payout-request-batches/${batch}/payout-requests`, { body: { payoutRequestIds: [id] } }),
  )
  return batch
}

/** A batch from which these were removed, and whose claims on them are still there. */
export async function crashRemoval(
  desk: JourneyDesk,
  { call }: JourneyOrganization,
  batch: string,
  payoutRequestIds: readonly string[],
): Promise<void> {
  await crashing(desk, { file: 'payout-request-batches/remove', action: 'TransactWriteItems', call: 1 }, () =>
    call(`POST /payout-request-batches/${batch}/payout-requests/remove`, { body: { payoutRequestIds } }),
  )
}

/** A batch that is unblocking its members. */
export async function crashUnblocking(desk: JourneyDesk, { call }: JourneyOrganization): Promise<string> {
  const { id: batch } = await newBatch(call)
  await done(call(`POST /payout-request-batches/${batch}/block`, { body: { reason: 'other' } }))
  await crashing(
    desk,
    { file: 'payout-request-batches/unblock', action: 'TransactWriteItems', call: 1 },
    () => call(`POST /payout-request-batches/${batch}/unblock`),
  )
  return batch
}

export async function crashDeletion(desk: JourneyDesk, { call }: JourneyOrganization): Promise<void> {
  const { id: batch } = await newBatch(call)
  await crashing(desk, { file: 'payout-request-batches/delete', action: 'UpdateItem', call: 1 }, () =>
    call(`DELETE /payout-request-batches/${batch}`),
  )
}

/** A payout request that is split into more than one transaction takes: what was begun can only be finished. */
export async function crashSplit(desk: JourneyDesk, { call }: JourneyOrganization): Promise<string> {
  const { id } = await approvedRequest(call)
  const amounts = Array.from({ length: 100 }, () => 1)
  const body = { amounts, splitReason: 'other' }
  await crashing(desk, { file: 'payout-requests/split', action: 'TransactWriteItems', call: 1 }, () =>
    call(`POST /payout-requests/${id}/split`, { body, headers: { 'Idempotency-Key': id } }),
  )
  return id
}
