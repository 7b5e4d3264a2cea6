import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ageOf } from '../../../infra/admin/dead-letters/age.ts'
import { shownOf, textOf } from '../../../infra/admin/dead-letters/shown.ts'
import { runAdmin } from '../../../infra/admin/run.ts'
import { localConnection } from '../../../infra/admin/stage-table.ts'
import { watchActivity } from '../../../infra/local/activity.ts'
import { startCounting } from '../../../infra/local/endpoint/counts.ts'
import { type Endpoint, startEndpoint } from '../../../infra/local/endpoint/endpoint.ts'
import { planFaults } from '../../../infra/local/endpoint/faults.ts'
import { openQueues, type Queues } from '../../../infra/local/queues/queues.ts'
import { sqsService } from '../../../infra/local/queues/sqs-service.ts'

/** A stage with a worker's queue, and a queue of which nobody knows who would take its messages back; another stage. */
const NAMES = [
  'local-payments',
  'local-payments-dead-letters',
  'local-mail-dead-letters',
  'dev-x-dead-letters',
]

let endpoint: Endpoint
let queues: Queues
let sqs: SQSClient

beforeAll(async () => {
  endpoint = await startEndpoint(startCounting(), planFaults())
  sqs = new SQSClient(localConnection({ awsEndpoint: endpoint.url }))
})
afterAll(async () => {
  sqs.destroy()
  await endpoint.stop()
})
beforeEach(async () => {
  const descriptions = NAMES.map((name) => ({
    name: `payout-desk-${name}`,
    arn: arnOf(name),
    url: urlOf(name),
    visibilityTimeoutSeconds: 30,
    delaySeconds: 0,
    retentionSeconds: 1_209_600,
    redrive:
      name === 'local-payments'
        ? { deadLetterArn: arnOf('local-payments-dead-letters'), receiveLimit: 3 }
        : undefined,
  }))
  const parts = { consumedArns: new Set<string>(), activity: watchActivity(), file: undefined }
  queues = await openQueues({ descriptions, ...parts })
  endpoint.serve({ services: { sqs: sqsService(queues) }, authorize: async () => {}, terminate: () => {} })
})

const arnOf = (name: string) => `arn:aws:sqs:eu-west-1:123456789012:payout-desk-${name}`
const urlOf = (name: string) => `${endpoint.url}/123456789012/payout-desk-${name}`
const bodiesIn = (name: string) =>
  queues
    .byArn(arnOf(name))
    ?.messages()
    .map(({ body }) => body)

const send = (name: string, MessageBody: string) =>
  sqs.send(
    new SendMessageCommand({
      QueueUrl: urlOf(name),
      MessageBody,
      MessageAttributes: { trace: { DataType: 'String', StringValue: 't1' } },
    }),
  )

const admin = (...words: string[]) => runAdmin(['dead-letters', ...words, '--endpoint', endpoint.url])

describe("a worker's dead letters", () => {
  it('go back to its queue whole, each once however many redrive at the same time', async () => {
    const bodies = Array.from({ length: 25 }, (_, i) => JSON.stringify({ allocationId: `pra_${i}` }))
    for (const body of bodies) await send('local-payments-dead-letters', body)
    const ended = await Promise.all([1, 2, 3].map(() => admin('redrive', 'payments', '--all', '--json')))
    const counts = ended.map(({ out }) => JSON.parse(out).outcomes['sent-back'])
    expect(counts.reduce((sum, count) => sum + count)).toBe(25)
    expect(bodiesIn('local-payments')?.toSorted()).toEqual(bodies.toSorted())
    expect(bodiesIn('local-payments-dead-letters')).toEqual([])
    const receive = { QueueUrl: urlOf('local-payments'), MessageAttributeNames: ['All'] }
    const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand(receive))
    expect(message?.MessageAttributes).toMatchObject({ trace: { StringValue: 't1' } })
  })

  it('go back as they came, without the reason, and those that come again meanwhile wait for the next time', async () => {
    const order = JSON.stringify({ organizationId: 'org_1', allocationId: 'pra_1' })
    const aside = JSON.stringify({ reason: 'unknown-allocation', message: order })
    for (let i = 0; i < 12; i++) await send('local-payments-dead-letters', aside)
    expect((await admin('read', 'payments', '--limit', '1')).out).toMatch(
      /reason unknown-allocation, organizationId org_1, allocationId pra_1$/m,
    )
    queues.onChange(({ description, messages }) => {
      if (description.name === 'payout-desk-local-payments' && messages().length > 0)
        queues.byArn(arnOf('local-payments-dead-letters'))?.send({ body: aside })
    })
    const { out } = await admin('redrive', 'payments', '--all')
    expect(out).toBe('payments: 12 sent back to their queue, 0 failed.')
    expect(bodiesIn('local-payments')).toEqual(Array.from({ length: 12 }, () => order))
    expect(bodiesIn('local-payments-dead-letters')).toHaveLength(12)
  })

  it.each(['conflicting-result', 'amount-differs'])(
    'of %s are recorded: they stay until dropped',
    async (reason) => {
      const conflict = JSON.stringify({ reason, message: '{}' })
      for (const body of [conflict, '{"allocationId":"pra_1"}', conflict])
        await send('local-payments-dead-letters', body)
      const redriven = await admin('redrive', 'payments', '--all')
      expect(redriven.exitCode).toBe(1)
      expect(redriven.out).toContain('payments: 1 sent back to their queue, 2 failed.')
      expect(redriven.out).toContain('stays: It is recorded')
      expect(bodiesIn('local-payments-dead-letters')).toEqual([conflict, conflict])

      const { messages } = JSON.parse((await admin('read', 'payments', '--json')).out)
      const [{ id }] = messages
      const dropped = await admin('drop', 'payments', '--id', id)
      expect(dropped).toMatchObject({ exitCode: 0, out: 'payments: 1 dropped, 0 failed.' })
      expect(bodiesIn('local-payments-dead-letters')).toEqual([conflict])
      const again = await admin('drop', 'payments', '--id', id)
      expect([again.exitCode, again.out]).toEqual([1, expect.stringContaining(`${id} is not there`)])
      expect(bodiesIn('local-payments')).toEqual(['{"allocationId":"pra_1"}'])
    },
  )

  it('are dropped by their ids only', async () => {
    await send('local-payments-dead-letters', '{}')
    expect((await admin('drop', 'payments')).err).toContain('The option --id A,B is missing.')
    expect((await admin('drop', 'payments', '--id', ' , ')).err).toContain('--id A,B')
    expect(bodiesIn('local-payments-dead-letters')).toHaveLength(1)
  })

  it('are found by the whole name of the queue too', async () => {
    await send('local-payments-dead-letters', '{"allocationId":"pra_1"}')
    const { out } = await admin('read', 'payout-desk-local-payments-dead-letters')
    expect(out).toMatch(/allocationId pra_1$/m)
    expect(out).toContain('1 of about 1. Why, and what to do: infra/runbook.md#payments-dead-letters')
  })
})

it('a message that is being read by one is not redriven by another, and stays', async () => {
  await send('local-payments-dead-letters', '{}')
  await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: urlOf('local-payments-dead-letters'), VisibilityTimeout: 60 }),
  )
  expect((await admin('redrive', 'payments', '--all')).out).toContain('Nothing of payments was in sight')
  expect((await admin('list')).out).toMatch(/^payments +1 +– +npm run admin -- dead-letters read payments$/m)
  expect(bodiesIn('local-payments-dead-letters')).toHaveLength(1)
})

it('an error of AWS ends a redrive, and every message is where it was, in sight', async () => {
  for (let i = 0; i < 12; i++) await send('local-payments-dead-letters', '{}')
  const serve = sqsService(queues)
  endpoint.serve({
    services: {
      sqs: async (call) => {
        if (call.operation === 'SendMessage') return { status: 403, body: '{"__type":"AccessDenied"}' }
        return serve(call)
      },
    },
    authorize: async () => {},
    terminate: () => {},
  })
  const { exitCode, err } = await admin('redrive', 'payments', '--all')
  expect([exitCode, err]).toEqual([1, expect.stringContaining('take a role that may')])
  expect(queues.byArn(arnOf('local-payments-dead-letters'))?.receive(10)).toHaveLength(10)
})

it('a deployed stage is asked in the same way, and shows its own queues only', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint.url)
  vi.stubEnv('AWS_REGION', 'eu-west-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'x')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x')
  await send('dev-x-dead-letters', '{"runId":"run_1"}')
  const { out } = await runAdmin(['dead-letters', 'list', '--stage', 'dev'])
  expect(out).toMatch(/^x +1 +\d s +npm run admin -- dead-letters read x --stage dev$/m)
  expect(out).toContain('aws s3 ls --recursive s3://payout-desk-dev-lost-records-123456789012-eu-west-1.')
  expect(out).not.toContain('payments')
  const read = await runAdmin(['dead-letters', 'read', 'x', '--stage', 'dev'])
  expect(read.out).toContain('runId run_1')
  expect(read.out).toContain('removed: npm run admin -- dead-letters redrive x --all --stage dev')
  const { err } = await runAdmin(['dead-letters', 'list', '--stage', 'prod'])
  expect(err).toContain('There are no dead-letter queues of the stage prod here: check AWS_PROFILE')
  vi.unstubAllEnvs()
})

it.each<[string[], string]>([
  [['read', 'orders'], "There is no dead-letter queue 'orders'. There are: mail, payments."],
  [['read', 'payments', '--limit', '0'], "'0' is no number of messages"],
  [['redrive', 'payments'], 'Say what to redrive: --all, or --id A,B.'],
  [['redrive', 'payments', '--all', '--id', 'x'], 'Say what to redrive'],
  [['redrive', 'payments', '--id', ','], 'Say what to redrive'],
  [['redrive', 'mail', '--all'], 'Nothing takes the dead letters of mail back: see infra/runbook.md#mail'],
])('refuses %j with a sentence that helps', async (words, sentence) => {
  const { exitCode, out, err } = await admin(...words)
  expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' })
  expect(err).toContain(sentence)
})

it('shows ids, amounts and reasons of a message that it does not know, and nothing else', () => {
  const detail = { organizationId: 'org_1', amount: 5, name: 'Anna', customer: { allocationId: 'x' } }
  expect(textOf(shownOf(JSON.stringify({ detail, reason: 'amount-differs', note: 'Anna' })))).toBe(
    'organizationId org_1, amount 5, reason amount-differs',
  )
  expect(textOf(shownOf('Anna'))).toBe('unreadable 4 characters that are no JSON object')
})

it.each([
  [null, '–'],
  ['2026-01-02T00:00:00Z', '0 s'],
  ['2026-01-01T23:59:01Z', '59 s'],
  ['2026-01-01T23:59:00Z', '1 min'],
  ['2026-01-01T22:59:00Z', '1 h'],
  ['2025-12-31T00:00:00Z', '2 d'],
])('the age of %s is %s', (time, age) => {
  expect(ageOf(time, new Date('2026-01-02T00:00:00Z'))).toBe(age)
})
