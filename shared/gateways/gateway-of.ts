import type { PayoutAdapter } from '../domain/gateway-account.ts'
import type { PaymentGateway } from './payment-gateway.ts'
import { type TestProcessorParts, testProcessor } from './test-processor/test-processor.ts'
import { type WebhookParts, webhookGateway } from './webhook/webhook-gateway.ts'

/** The gateway behind a gateway account (rules §7.1, `payoutAdapter`). */
export const gatewayOf = (
  adapter: PayoutAdapter,
  parts: TestProcessorParts & WebhookParts,
): PaymentGateway => (adapter.type === 'webhook' ? webhookGateway(adapter, parts) : testProcessor(parts))
