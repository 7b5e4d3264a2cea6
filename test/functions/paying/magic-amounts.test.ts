import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { newStage, type Stage } from './stage.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

/** Minor units, then after the first call and at rest: status, transactionStatus, transactionResult; whether it is paid. */
const PAID = ['completed', 'completed', 'approved']
const UNKNOWN = ['processing', 'timeout', 'unknown']
const WAITING = ['waiting-completion', 'waiting-gateway', 'unknown']
const CASES: [bigint, string[], string[], boolean][] = [
  [10_00n, PAID, PAID, true],
  [10_90n, ['declined', 'completed', 'declined'], ['declined', 'completed', 'declined'], false],
  [10_91n, ['failed', 'never-sent', 'abandoned'], ['failed', 'never-sent', 'abandoned'], false],
  [10_92n, WAITING, PAID, true],
  [10_93n, WAITING, ['declined', 'completed', 'declined'], false],
  [10_94n, UNKNOWN, PAID, true],
  [10_95n, UNKNOWN, PAID, true],
  [10_96n, PAID, PAID, true],
  [10_97n, PAID, PAID, true],
  [10_98n, UNKNOWN, UNKNOWN, false],
]

it.each(CASES)('pays %i minor units as the simulator has it', async (minor, first, atRest, isPaid) => {
  const stage = await newStage(desk)
  const { id } = await stage.queued(minor)
  await stage.work(id)
  expect(await stateOf(stage, id)).toEqual(first)
  await later(stage)
  expect(await stateOf(stage, id)).toEqual(atRest)
  expect(stage.world.books.has(id)).toBe(isPaid)
  expect(stage.world.firstCalls.get(id)).toBe(1)

  const { request, credit, allocation, pair } = await stage.found(id)
  expect([credit?.id, credit?.status, credit?.result]).toEqual([allocation.transactionId, ...atRest.slice(1)])
  expect(request.status).toBe(isPaid ? 'fulfilled' : 'in-progress')
  expect(request.paidMinor).toBe(isPaid ? minor : 0n)
  expect(request.unallocatedMinor).toBe(['declined', 'failed'].includes(atRest[0] ?? '') ? minor : 0n)
  expect([pair.payoutsMinor, pair.openMinor]).toEqual([isPaid ? minor : 0n, minor === 10_98n ? minor : 0n])
  expect(pair.lastPayoutTime === null).toBe(!isPaid)
})

it('records what was approved after it was declined, blocks the request and tells a person', async () => {
  const stage = await newStage(desk)
  const { id } = await stage.queued(10_99n)
  await stage.work(id)
  expect(await stateOf(stage, id)).toEqual(['declined', 'completed', 'declined'])
  await expect(later(stage)).rejects.toMatchObject({ name: 'Unusable', reason: 'conflicting-result' })
  const { allocation, request, credit, pair } = await stage.found(id)
  expect([allocation.status, request.blocked, request.blockReason]).toEqual(['declined', true, 'risk-review'])
  expect([credit?.result, pair.payoutsMinor, pair.openMinor]).toEqual(['approved', 10_99n, 0n])
  expect(request.lastChange.actions[0]?.message).toContain('conflicting-result')
})

async function stateOf(stage: Stage, id: string) {
  const { status, transactionStatus, transactionResult } = (await stage.found(id)).allocation
  return [status, transactionStatus, transactionResult]
}

/** Ten seconds later: what was announced has come, and what was unknown was asked about. */
async function later({ world, work, told }: Stage): Promise<void> {
  world.pass(15)
  for (const message of world.queue.splice(0)) {
    if (message.kind === 'order') await work(message.order.allocationId)
    else {
      const { payment, processedTime, result } = message.notice
      if (result !== 'approved' && result !== 'declined') throw new Error(`Announced: ${result}`)
      const amount = Number(payment.amountMinor) / 100
      await told({ allocationId: payment.allocationId, amount, processedTime, result })
    }
  }
}
