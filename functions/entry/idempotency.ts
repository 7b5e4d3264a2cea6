import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import { IDEMPOTENCY_KEY_LENGTH_LIMIT } from '../../shared/contracts/idempotency-key.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import {
  bindWrite,
  type CallKey,
  findRemembered,
  fingerprintOf,
  type RememberedCall,
  rememberWrite,
  type StoredAnswer,
} from '../../shared/repository/idempotency.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import type { Write } from '../../shared/repository/write.ts'
import { header } from './caller.ts'

/** The call's Idempotency-Key, if it has one; GET has no effect that could be repeated. */
export function callKeyOf(event: APIGatewayProxyEvent): CallKey | undefined {
  const key = header(event.headers, 'Idempotency-Key')
  if (key === undefined || event.httpMethod === 'GET') return undefined
  if (key.length === 0 || key.length > IDEMPOTENCY_KEY_LENGTH_LIMIT)
    throw new Refusal('invalid-fields', {
      invalidFields: [
        { field: 'Idempotency-Key', message: `must have 1 to ${IDEMPOTENCY_KEY_LENGTH_LIMIT} characters` },
      ],
    })
  return {
    key,
    fingerprint: fingerprintOf(event.httpMethod, event.path.replace(/\/+$/, ''), event.body ?? ''),
  }
}

/** What this call has come to already, or a refusal when the key belongs to another call (rules §1). */
export async function earlierTry(
  table: OrganizationTable,
  callKey: CallKey,
  now: Date,
): Promise<RememberedCall | undefined> {
  const remembered = await findRemembered(table, callKey, now)
  if (remembered && remembered.fingerprint !== callKey.fingerprint)
    throw new Refusal('idempotency-key-reused', {
      detail: 'This Idempotency-Key was used for another call: another method, path or body. Use a new one.',
    })
  return remembered
}

export const replayed = (answer: APIGatewayProxyResult): APIGatewayProxyResult => ({
  ...answer,
  headers: { ...answer.headers, 'Idempotent-Replayed': 'true' },
})

/** What an operation joins to its transactions for the caller's Idempotency-Key. Without a key there is nothing. */
export interface Memory {
  /** With the effect: the same key gets this answer again. `boundTo` is the work that the key was bound to. */
  readonly remember: (answer: APIGatewayProxyResult, boundTo?: string) => Write[]
  /** With the beginning of work that takes several transactions: a retry goes on with it. */
  readonly bind: (work: string) => Write[]
  /** What an earlier try of this very call was bound to and has not answered. */
  readonly unfinished: string | undefined
}

export const memoryOf = (
  table: OrganizationTable,
  callKey: CallKey | undefined,
  unfinished: string | undefined,
  now: Date,
): Memory => ({
  remember: ({ statusCode, headers = {}, body }, boundTo) => {
    const answer: StoredAnswer = { statusCode, headers, body }
    return callKey ? [rememberWrite(table, callKey, { answer, boundTo, now })] : []
  },
  bind: (work) => (callKey ? [bindWrite(table, callKey, { work, unfinished, now })] : []),
  unfinished,
})
