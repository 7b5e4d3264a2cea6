import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import { Refusal } from '../../shared/domain/refusal.ts'
import {
  type CallKey,
  findRemembered,
  fingerprintOf,
  rememberWrite,
  type StoredAnswer,
} from '../../shared/repository/idempotency.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import type { Write } from '../../shared/repository/write.ts'
import { header } from './caller.ts'

const KEY_LENGTH_LIMIT = 255

/** The call's Idempotency-Key, if it has one; GET has no effect that could be repeated. */
export function callKeyOf(event: APIGatewayProxyEvent): CallKey | undefined {
  const key = header(event.headers, 'Idempotency-Key')
  if (key === undefined || event.httpMethod === 'GET') return undefined
  if (key.length === 0 || key.length > KEY_LENGTH_LIMIT)
    throw new Refusal('invalid-fields', {
      invalidFields: [{ field: 'Idempotency-Key', message: `must have 1 to ${KEY_LENGTH_LIMIT} characters` }],
    })
  return {
    key,
    fingerprint: fingerprintOf(event.httpMethod, event.path.replace(/\/+$/, ''), event.body ?? ''),
  }
}

/** The answer that this call has had already, or a refusal when the key belongs to another call (rules §1). */
export async function answerGiven(
  table: OrganizationTable,
  callKey: CallKey,
  now: Date,
): Promise<StoredAnswer | undefined> {
  const remembered = await findRemembered(table, callKey, now)
  if (!remembered) return undefined
  if (remembered.fingerprint !== callKey.fingerprint)
    throw new Refusal('idempotency-key-reused', {
      detail: 'This Idempotency-Key was used for another call: another method, path or body. Use a new one.',
    })
  return remembered.answer
}

export const replayed = (answer: APIGatewayProxyResult): APIGatewayProxyResult => ({
  ...answer,
  headers: { ...answer.headers, 'Idempotent-Replayed': 'true' },
})

/** Only an effect is remembered: this write joins the effect's own transaction. Without a key there is none. */
export const remembering =
  (table: OrganizationTable, callKey: CallKey | undefined, now: Date) =>
  ({ statusCode, headers = {}, body }: APIGatewayProxyResult): Write[] =>
    callKey ? [rememberWrite(table, callKey, { statusCode, headers, body } satisfies StoredAnswer, now)] : []
