import { isDeepStrictEqual } from 'node:util'
import { gatewayAccountAsk } from '../../../shared/contracts/gateway-account.ts'
import { instrumentAsk } from '../../../shared/contracts/payment-instrument.ts'
import { transactionAsk } from '../../../shared/contracts/transaction.ts'
import { openGatewayAccount, replaceGatewayAccount } from '../../../shared/domain/gateway-account-changes.ts'
import { addInstrument, replaceInstrument } from '../../../shared/domain/payment-instrument-changes.ts'
import { demandSame, recordTransaction } from '../../../shared/domain/transaction-changes.ts'
import {
  findGatewayAccount,
  keepGatewayAccountChange,
  keepNewGatewayAccount,
} from '../../../shared/repository/gateway-accounts.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import {
  findInstrumentById,
  keepInstrumentChange,
  keepNewInstrument,
  wholeCustomer,
} from '../../../shared/repository/payment-instruments.ts'
import { fingerprintOf, idOfRequest } from '../../../shared/repository/transaction-item.ts'
import { findPosted, findTransaction, keepNewTransaction } from '../../../shared/repository/transactions.ts'
import type { ImportRecord } from './record.ts'

export type Written = 'created' | 'changed' | 'unchanged'

/** Does what PUT does for accounts and instruments, and POST for transactions; what is so already stays untouched. */
export function writeRecord(table: OrganizationTable, record: ImportRecord, at: string): Promise<Written> {
  switch (record.kind) {
    case 'gateway-account':
      return writeGatewayAccount(table, record, at)
    case 'payment-instrument':
      return writeInstrument(table, record, at)
    case 'transaction':
      return writeTransaction(table, record, at)
  }
}

type Of<Kind> = Extract<ImportRecord, { kind: Kind }>

async function writeGatewayAccount(
  table: OrganizationTable,
  { id, body }: Of<'gateway-account'>,
  at: string,
): Promise<Written> {
  const ask = gatewayAccountAsk(body)
  const found = await findGatewayAccount(table, id)
  if (!found) {
    await keepNewGatewayAccount(table, openGatewayAccount(id, ask, at))
    return 'created'
  }
  if (says(found, ask)) return 'unchanged'
  await keepGatewayAccountChange(table, found, replaceGatewayAccount(found, ask, at))
  return 'changed'
}

async function writeInstrument(
  table: OrganizationTable,
  { id, body }: Of<'payment-instrument'>,
  at: string,
): Promise<Written> {
  const ask = instrumentAsk(body)
  const found = await findInstrumentById(table, id)
  if (!found) {
    const customer = await wholeCustomer(table, ask.customerId)
    await keepNewInstrument(table, customer, addInstrument(id, ask, customer, at))
    return 'created'
  }
  const { instrument, customer } = found
  if (says(instrument, ask)) return 'unchanged'
  await keepInstrumentChange(table, instrument, replaceInstrument(instrument, ask, customer, at))
  return 'changed'
}

async function writeTransaction(
  table: OrganizationTable,
  { body }: Of<'transaction'>,
  at: string,
): Promise<Written> {
  const ask = transactionAsk(body)
  const fingerprint = fingerprintOf(ask)
  const posted = await findPosted(table, ask)
  if (posted) {
    demandSame(posted, ask, fingerprint)
    return 'unchanged'
  }
  const [customer, gateway, parent] = await Promise.all([
    wholeCustomer(table, ask.customerId),
    findGatewayAccount(table, ask.gatewayAccountId),
    ask.type === 'void' && ask.parentTransactionId !== null
      ? findTransaction(table, ask.parentTransactionId)
      : undefined,
  ])
  const id = ask.id ?? idOfRequest(ask.requestId ?? '')
  const transaction = recordTransaction(id, ask, { customer, gateway, parent }, at)
  await keepNewTransaction(table, transaction, { customer, fingerprint })
  return 'created'
}

/** What is kept says all that is asked. */
const says = (kept: object, ask: object): boolean => isDeepStrictEqual({ ...kept, ...ask }, { ...kept })
