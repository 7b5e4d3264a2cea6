import * as z from 'zod'
import { type MemberResult, OPERATION_OUTCOMES } from '../domain/member-operation.ts'
import type { FilterFields } from './filter.ts'
import { type FieldValue, oneOf } from './filter-values.ts'

export const MEMBER_RESULT_FIELDS = {
  payoutRequestId: 'id',
  outcome: oneOf(OPERATION_OUTCOMES),
  reason: 'text',
} as const satisfies FilterFields

export const memberResultValueOf = (
  result: MemberResult,
  field: keyof typeof MEMBER_RESULT_FIELDS,
): FieldValue => result[field]

export const MEMBER_RESULT_COLUMNS = ['payoutRequestId', 'outcome', 'reason', 'errorId'] as const

/** What an operation over a batch's members did to one of them (ours). */
export const MemberResultRepresentation = z.object({
  payoutRequestId: z.string(),
  outcome: z.enum(OPERATION_OUTCOMES),
  reason: z.string().nullable(),
  errorId: z.string().nullable(),
})
