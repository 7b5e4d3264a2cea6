import { Logger } from '@aws-lambda-powertools/logger'

/** Structured log lines. Ids and reasons only: no bodies, no credentials, no instrument details. */
export const log = new Logger({ serviceName: 'payout-desk' })
