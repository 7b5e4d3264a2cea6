import type * as z from 'zod'
import { forbiddenIn, INVALID_FIELDS_LIMIT, problemsIn } from '../../../shared/contracts/body-problems.ts'
import { NewGatewayAccount } from '../../../shared/contracts/gateway-account.ts'
import { parseJson } from '../../../shared/contracts/json.ts'
import { NewPaymentInstrument } from '../../../shared/contracts/payment-instrument.ts'
import { NewTransaction } from '../../../shared/contracts/transaction.ts'
import { type InvalidField, Refusal, refuseInvalid } from '../../../shared/domain/refusal.ts'
import { TRANSACTION_TYPES } from '../../../shared/domain/transaction.ts'
import { isObject } from '../../local/json.ts'

/**
 * One line of an import: the body that the API takes, and `type` says of what. A transaction's own type will do:
 * `{"type":"gateway-account","id":"gw_1",…}`, `{"type":"payment-instrument","id":"inst_1",…}`, `{"type":"sale","id":"txn_1",…}`.
 */
export type ImportRecord =
  | {
      readonly kind: 'gateway-account'
      readonly id: string
      readonly body: z.infer<typeof NewGatewayAccount>
    }
  | {
      readonly kind: 'payment-instrument'
      readonly id: string
      readonly body: z.infer<typeof NewPaymentInstrument>
    }
  | { readonly kind: 'transaction'; readonly body: z.infer<typeof NewTransaction> }

/** What is known of a line before it is judged. */
export interface Line {
  readonly number: number
  readonly value: unknown
  readonly id: string | null
  /** Lines of one customer are written one after the other; a gateway account comes before all that follow it. */
  readonly customer: string | undefined
  readonly isGatewayAccount: boolean
}

/** Refuses what is not JSON. */
export function readLine(number: number, text: string): Line {
  const value = jsonOf(text)
  const { id, customerId, type } = isObject(value) ? value : {}
  return {
    number,
    value,
    id: typeof id === 'string' ? id : null,
    customer: typeof customerId === 'string' ? customerId : undefined,
    isGatewayAccount: type === 'gateway-account',
  }
}

/** Refuses what the API would refuse on every stage, and what has no id: importing it twice would make two. */
export function readRecord(value: unknown): ImportRecord {
  if (!isObject(value)) throw new Refusal('invalid-fields', { detail: 'The line is no JSON object.' })
  const { type, id, requestId } = value
  const named = id === undefined || id === null ? [NEEDS_ID] : []
  if (type === 'gateway-account')
    return { kind: type, id: String(id), body: judged(NewGatewayAccount, value, named) }
  if (type === 'payment-instrument')
    return { kind: type, id: String(id), body: judged(NewPaymentInstrument, value, named) }
  if (!isTransactionType(type)) throw new Refusal('invalid-fields', { invalidFields: [UNKNOWN_TYPE] })
  return {
    kind: 'transaction',
    body: judged(NewTransaction, value, typeof requestId === 'string' ? [] : named),
  }
}

function judged<Body>(schema: z.ZodType<Body>, value: unknown, problems: readonly InvalidField[]): Body {
  const parsed = schema.safeParse(value)
  const all = [...problems, ...forbiddenIn(value), ...problemsIn(parsed)]
  refuseInvalid(all.slice(0, INVALID_FIELDS_LIMIT))
  if (!parsed.success) throw new Error('A refused line went on.')
  return parsed.data
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    throw new Refusal('malformed-json', {
      detail: `The line is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`,
    })
  }
}

const isTransactionType = (type: unknown): boolean => TRANSACTION_TYPES.some((known) => known === type)

const NEEDS_ID: InvalidField = {
  field: 'id',
  message: 'is required here: without it a second import would make a second one',
}

const UNKNOWN_TYPE: InvalidField = {
  field: 'type',
  message: `must be one of: gateway-account, payment-instrument, ${TRANSACTION_TYPES.join(', ')}`,
}
