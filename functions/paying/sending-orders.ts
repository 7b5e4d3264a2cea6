import { sendTo } from '../entry/sending.ts'
import type { PaymentOrder } from './order.ts'

/** Has an allocation paid, or asked about; twice is once. */
export const sendOrder = (order: PaymentOrder, afterSeconds = 0): Promise<void> =>
  sendTo('PAYMENTS_URL', order, afterSeconds)
