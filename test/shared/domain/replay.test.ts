import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeDecision } from '../../../shared/domain/auto-allocation/trace.ts'
import { replay } from '../../../shared/domain/replay.ts'
import { decodeRows, encodePart } from '../../../shared/domain/run-part.ts'
import { decidedChunks } from './chunks.ts'

const stored = (part: Parameters<typeof encodePart>[0]): unknown =>
  JSON.parse(JSON.stringify(encodePart(part)))

test('decides again, byte for byte, what a part item keeps, from nothing but the item and the run input', () =>
  fc.assert(
    fc.property(decidedChunks, ({ input, parts }) => {
      for (const part of parts) {
        const decisions = replay(input, stored(part)).map((decision) => decision && encodeDecision(decision))
        expect(decisions).toEqual(part.map(({ basis, decision }) => basis && encodeDecision(decision)))
      }
    }),
    { numRuns: 500 },
  ))

test('reads back what each member asked for and what became of it', () =>
  fc.assert(
    fc.property(decidedChunks, ({ parts }) => {
      for (const part of parts)
        expect(decodeRows(stored(part))).toEqual(
          part.map(({ request, decision, errorId }) => ({
            payoutRequestId: request.id,
            customerId: request.customerId,
            currency: request.currency,
            amountMinor: request.amountMinor,
            availableBeforeMinor: request.unallocatedMinor,
            allocationCount: request.allocationCount,
            errorId,
            decision,
          })),
        )
    }),
    { numRuns: 200 },
  ))
