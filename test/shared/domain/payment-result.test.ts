import { describe, expect, it, test } from 'vitest'
import {
  ALLOCATION_EDGES,
  ALLOCATION_STATUSES,
  type AllocationStatus,
} from '../../../shared/domain/allocation.ts'
import {
  judge,
  type PaymentResult,
  type PaymentState,
  STATE_AFTER,
} from '../../../shared/domain/payment-result.ts'

const RESULTS: readonly PaymentResult[] = ['approved', 'declined', 'error', 'pending', 'unknown']

test.each([
  ['approved', 'completed', 'completed', 'approved'],
  ['declined', 'declined', 'completed', 'declined'],
  ['error', 'failed', 'never-sent', 'abandoned'],
  ['pending', 'waiting-completion', 'waiting-gateway', 'unknown'],
  ['unknown', 'processing', 'timeout', 'unknown'],
] as const)('the answer %s makes a payment just sent %s, %s, %s', (result, ...expected) => {
  const [status, transactionStatus, transactionResult] = expected
  expect(judge(SENDING, result)).toEqual({
    kind: 'becomes',
    state: { status, transactionStatus, transactionResult },
  })
})

describe('an answer', () => {
  it('of the same kind twice adds nothing', () => {
    for (const result of RESULTS) expect(judge(STATE_AFTER[result], result)).toEqual({ kind: 'adds-nothing' })
  })

  it('never takes an allocation where its status machine has no edge', () => {
    for (const status of ALLOCATION_STATUSES)
      for (const result of RESULTS) {
        const verdict = judge({ ...SENDING, status }, result)
        const edges: readonly AllocationStatus[] = [status, ...ALLOCATION_EDGES[status]]
        if (verdict.kind === 'becomes') expect(edges).toContain(verdict.state.status)
      }
  })

  it('that knows less than the desk adds nothing: a payment that waits does not become unknown again', () => {
    for (const result of ['pending', 'unknown'] as const)
      for (const status of ['waiting-completion', 'completed', 'declined', 'failed'] as const)
        expect(judge({ ...SENDING, status }, result), `${status}, ${result}`).toEqual({
          kind: 'adds-nothing',
        })
  })

  it('conflicts when it says paid of what is not, or not paid of what is', () => {
    for (const status of ['declined', 'failed', 'canceled', 'pending', 'queued'] as const) {
      expect(judge({ ...SENDING, status }, 'approved'), status).toEqual({ kind: 'conflicts' })
      expect(judge({ ...SENDING, status }, 'declined'), status).toEqual({ kind: 'adds-nothing' })
    }
    for (const result of ['declined', 'error'] as const)
      expect(judge(STATE_AFTER.approved, result), result).toEqual({ kind: 'conflicts' })
  })
})

const SENDING: PaymentState = {
  status: 'processing',
  transactionStatus: 'sending',
  transactionResult: 'unknown',
}
