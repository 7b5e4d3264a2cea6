import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { seededRandom } from '../../../infra/local/random.ts'
import { type PaymentService, startPaymentService } from '../../harness/payment-service.ts'
import { allOverdue } from '../../journeys/harness/overdue.ts'
import { newOrganization, type Organization } from './organization.ts'
import { expectBooksAgree, membersOf } from './payout-books.ts'
import { allocatedBatch, endLeases } from './payouts.ts'
import { type StackProcess, startStackProcess } from './stack-process.ts'

/** Kills the stack up to so many times while it pays a batch, and holds its books against those of the payment service. */
export async function killWhilePaying(
  assembly: string,
  { requests, killsLimit, seed }: { requests: number; killsLimit: number; seed: number },
): Promise<string> {
  const random = seededRandom(seed)
  const dataDirectory = await mkdtemp(join(tmpdir(), 'payout-desk-killed-'))
  const service = await startPaymentService()
  let stack = await startStackProcess(assembly, dataDirectory)
  try {
    const as = await newOrganization(stack)
    const batch = await allocatedBatch(as(stack), service, { requests, random })
    let kills = 0
    while (kills < killsLimit && service.timesCalled.size < requests) {
      const goingOn = goOn(as(stack), stack, batch).catch(() => undefined) // it is cut off
      const heard = callsTo(service) + Math.floor((random() * requests) / killsLimit)
      while (callsTo(service) < heard && service.timesCalled.size < requests) await pause(1)
      await stack.kill(random() < 0.5 ? 'itself' : 'all')
      await goingOn
      stack = await startStackProcess(assembly, dataDirectory)
      kills += 1
    }
    await untilAtRest(as(stack), stack, batch)
    const { paid, declined } = await expectBooksAgree(as(stack), service, batch)
    return `${kills} kills: ${paid} paid, ${declined} declined, in ${callsTo(service)} calls`
  } finally {
    await stack.kill('all')
    await service.stop()
    await rm(dataDirectory, { recursive: true, force: true })
  }
}

const callsTo = ({ timesCalled }: PaymentService): number =>
  timesCalled.values().reduce((sum, times) => sum + times, 0)

/**
 * What a person does, and what only time would do: all that is pending is to be paid, leases of the dead end, lost
 * orders and open questions are due, and the sweeper comes.
 */
async function goOn(us: Organization, { sweep }: StackProcess, batch: string): Promise<void> {
  await us.call(`POST /payout-request-batches/${batch}/process`)
  await endLeases(us)
  await allOverdue(us.table)
  await sweep()
}

const ROUNDS_LIMIT = 60
const ROUND_MILLISECONDS = 1_000

async function untilAtRest(us: Organization, stack: StackProcess, batch: string): Promise<void> {
  for (let round = 0; round < ROUNDS_LIMIT; round++) {
    const allocations: any[] = (await membersOf(us, batch)).flatMap((member) => member.allocations)
    if (allocations.every(({ status }) => ['completed', 'declined'].includes(status))) return
    await goOn(us, stack, batch)
    await pause(ROUND_MILLISECONDS)
  }
  throw new Error('Payments do not come to rest.')
}
