import * as z from 'zod'
import { EVENT_SOURCE } from '../shared/contracts/event-source.ts'
import { BATCH_SCHEDULES_LIMIT, BatchSchedule } from './batch-schedule.ts'

/** What differs from stage to stage. Everything here may be overridden with the context value `settings`. */
export const StageSettings = z.strictObject({
  /** Keeps the table when the stack goes, and refuses to delete it. */
  retainData: z.boolean(),
  logRetentionDays: z.literal([7, 30, 90, 365]),
  /** API Gateway's own limit for the whole stage; one organization's is `rateLimit`. */
  throttle: z.strictObject({ requestsPerSecond: z.int().min(1), burst: z.int().min(1) }),
  /** Calls other than GET that one organization may make in a window (rules §1). */
  rateLimit: z.int().min(1),
  rateWindowSeconds: z.int().min(1).max(3600),
  /** Base of `Location` and links, up to the stage's prefix; '' = the host and stage of the request itself. */
  publicBaseUrl: z.union([z.literal(''), z.url()]),
  /** All three or none; '' = JSON Web Tokens are not accepted. */
  jwt: z.strictObject({ issuer: z.string(), audience: z.string(), jwksUrl: z.string() }),
  /** The stop switch of this stage: what is queued for payment goes back to pending, and nothing more is begun. */
  payoutsStopped: z.boolean(),
  /** Sources on the bus whose payments, results of payments and requests for batches are believed (rules §5). */
  busSources: z.array(
    z
      .string()
      .min(1)
      .refine((source) => !source.startsWith('aws.'), 'is AWS itself')
      .refine((source) => source !== EVENT_SOURCE, 'is the desk itself'),
  ),
  /** Batches that EventBridge has made again and again, besides the schedules of the API. Times are UTC. */
  batchSchedules: z.array(BatchSchedule).max(BATCH_SCHEDULES_LIMIT),
  /** Loopback, there also by plain HTTP, and private ranges: on the local stack, and for services inside a VPC. */
  allowsPrivateAddresses: z.boolean(),
  /** Where alarms go: the ARN of an SNS topic; '' = they are only shown. */
  alarmTopicArn: z.string(),
  /** API Gateway writes logs through one role per account and region; false where another stack has set it. */
  ownsApiGatewayLogRole: z.boolean(),
})

export type StageSettings = z.infer<typeof StageSettings>

const dev: StageSettings = {
  retainData: false,
  logRetentionDays: 30,
  throttle: { requestsPerSecond: 200, burst: 100 },
  rateLimit: 3000,
  rateWindowSeconds: 600,
  publicBaseUrl: '',
  jwt: { issuer: '', audience: '', jwksUrl: '' },
  payoutsStopped: false,
  busSources: [],
  batchSchedules: [],
  allowsPrivateAddresses: false,
  alarmTopicArn: '',
  ownsApiGatewayLogRole: true,
}

const STAGES = {
  local: {
    ...dev,
    throttle: { requestsPerSecond: 10_000, burst: 5_000 },
    rateLimit: 1_000_000,
    busSources: ['local.payments'],
    allowsPrivateAddresses: true,
  },
  dev,
  prod: {
    ...dev,
    retainData: true,
    logRetentionDays: 365,
    throttle: { requestsPerSecond: 1000, burst: 500 },
  },
} satisfies Record<string, StageSettings>

export type StageName = keyof typeof STAGES

export function stageSettings(stage: string, overrides: unknown = {}): StageSettings {
  if (!isStage(stage)) {
    throw new Error(`There is no stage '${stage}': choose one of ${Object.keys(STAGES).join(', ')}.`)
  }
  const changes = StageSettings.partial().parse(overrides)
  const settings = StageSettings.parse({ ...STAGES[stage], ...changes })
  const names = settings.batchSchedules.map(({ name }) => name)
  if (new Set(names).size < names.length) throw new Error('Two batchSchedules have the same name.')
  const said = Object.values(settings.jwt).filter((part) => part !== '').length
  if (said !== 0 && said !== 3)
    throw new Error('JSON Web Tokens need issuer, audience and jwksUrl, or none of them.')
  return settings
}

function isStage(name: string): name is StageName {
  return Object.hasOwn(STAGES, name)
}
