import { type OutboundPolicy, outboundUrlProblem } from '../../shared/domain/outbound-url.ts'
import { refuseInvalid } from '../../shared/domain/refusal.ts'
import { environment } from '../../shared/runtime/environment.ts'

/** What this stage lets the desk call. */
export const outboundPolicy = (): OutboundPolicy => ({
  allowsPrivateAddresses: environment('ALLOWS_PRIVATE_ADDRESSES') === 'true',
})

/** Refuses a URL, payment service or webhook, that would never be called on this stage. */
export function demandCallable(url: string, field: string): void {
  const message = outboundUrlProblem(url, outboundPolicy())
  refuseInvalid(message ? [{ field, message }] : [])
}
