import { followUp } from '../../shared/domain/payment-follow-up.ts'
import type { Report } from '../../shared/domain/settlement.ts'
import { SYSTEM_USER } from '../../shared/domain/timeline.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { findPayment, type PaymentInHand, putOff } from '../../shared/repository/payments.ts'
import { log } from '../../shared/runtime/log.ts'
import { Unusable } from '../entry/queue-worker.ts'
import { untilFresh } from '../entry/until-fresh.ts'
import type { PaymentOrder } from './order.ts'
import type { PayingDesk } from './pay.ts'
import { report } from './report.ts'

/** Also the pattern of the metric that is alarmed on. */
export const LONG_UNKNOWN = 'A payment is unknown for an hour or more'

const LONG_SECONDS = 3600

/** Keeps what a gateway answered; what it does not know it is asked again in its time (rules §5). */
export async function conclude(desk: PayingDesk, order: PaymentOrder, said: Report): Promise<void> {
  const table = desk.table()
  const isUnknown = await untilFresh(table.patience, () => keep(desk, table, order, said))
  if (isUnknown) await askAgain(desk, order, isUnknown)
}

/** The payment, where its result is unknown and nobody else sees to it that it is asked about again. */
async function keep(
  { clock }: PayingDesk,
  table: OrganizationTable,
  { allocationId }: PaymentOrder,
  said: Report,
): Promise<PaymentInHand | undefined> {
  const payment = await findPayment(table, allocationId)
  if (!payment?.credit) throw new Error('A payment was sent that is not there.')
  const settlement = await report({ table, clock, by: SYSTEM_USER }, payment, said)
  if (settlement.kind === 'conflict') throw new Unusable(settlement.reason)
  if (settlement.kind === 'settled')
    return settlement.allocation.status === 'processing' ? payment : undefined
  if (payment.allocation.status !== 'processing') return undefined
  const { dueTime } = followUp(payment.credit.createdTime, clock.now())
  return (await putOff(table, payment.allocation, payment.dueKey, dueTime)) ? payment : undefined
}

async function askAgain(
  { clock, again }: PayingDesk,
  order: PaymentOrder,
  { allocation, credit }: PaymentInHand,
): Promise<void> {
  const sentTime = credit?.createdTime ?? allocation.updatedTime
  const now = clock.now()
  if (now.getTime() - Date.parse(sentTime) >= LONG_SECONDS * 1000)
    log.warn(LONG_UNKNOWN, {
      organization: order.organizationId,
      allocationId: allocation.id,
      transactionId: credit?.id,
      sentTime,
    })
  const { delaySeconds } = followUp(sentTime, now)
  if (delaySeconds !== null)
    await again({ organizationId: order.organizationId, allocationId: allocation.id }, delaySeconds)
}
