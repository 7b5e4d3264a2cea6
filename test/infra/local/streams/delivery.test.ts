import { expect, test } from 'vitest'
import type { InvocationResult } from '../../../../infra/local/lambda/protocol.ts'
import { deliver, type LostRecords } from '../../../../infra/local/streams/delivery.ts'
import type { StreamRecord } from '../../../../infra/local/streams/dynamodb-stream.ts'
import { shaken } from '../../../../infra/local/streams/shaken-records.ts'
import type { StreamMapping } from '../../../../infra/local/template/event-sources.ts'

const mapping: StreamMapping = {
  id: 'mapping',
  functionName: 'reader',
  sourceArn: 'arn:stream',
  batchSize: 10,
  windowSeconds: 0,
  filters: [],
  reportsItemFailures: false,
  startsAtOldest: true,
  bisects: false,
  retryLimit: 2,
  ageLimitSeconds: -1,
  onFailureArn: undefined,
}

const taken: InvocationResult = { payload: 'null' }
const failed: InvocationResult = { error: { errorType: 'Error', errorMessage: 'no', trace: [] } }
const failedAt = (id: string): InvocationResult => ({
  payload: JSON.stringify({ batchItemFailures: [{ itemIdentifier: id }] }),
})

test('a batch that is taken is given once', async () => {
  expect(await delivered('abc', {}, () => taken)).toEqual({ calls: ['abc'], lost: [] })
})

test('a batch that fails is given whole again, as often as the mapping says', async () => {
  const lost = [{ records: 'ab', condition: 'RetryAttemptsExhausted', invocations: 3 }]
  expect(await delivered('ab', {}, () => failed)).toEqual({ calls: ['ab', 'ab', 'ab'], lost })
})

test('halves are tried until only the bad record is left, which does not use up tries of the others', async () => {
  const { calls, lost } = await delivered('abXd', { bisects: true, retryLimit: 1 }, (batch) =>
    batch.includes('X') ? failed : taken,
  )
  expect(calls).toEqual(['abXd', 'ab', 'Xd', 'X', 'X', 'd'])
  expect(lost).toMatchObject([{ records: 'X' }])
})

test('a function that says where it failed goes on from there', async () => {
  let troubled = true
  const result = await delivered('abcd', { reportsItemFailures: true }, (batch) => {
    if (!troubled || !batch.includes('c')) return taken
    troubled = batch !== 'cd'
    return failedAt('c')
  })
  expect(result).toEqual({ calls: ['abcd', 'cd', 'cd'], lost: [] })
})

test.each([
  ['that is not in the batch', failedAt('z')],
  ['that is empty', failedAt('')],
])('an identifier %s fails the whole batch', async (_, answer) => {
  const { calls, lost } = await delivered('ab', { reportsItemFailures: true, retryLimit: 0 }, () => answer)
  expect(calls).toEqual(['ab'])
  expect(lost).toMatchObject([{ records: 'ab' }])
})

test('records that are too old are given up', async () => {
  const { lost } = await delivered('ab', { retryLimit: -1, ageLimitSeconds: 60 }, () => failed)
  expect(lost).toEqual([{ records: 'ab', condition: 'RecordAgeExceeded', invocations: 1 }])
})

test('reordered records keep the order of each item’s own', () => {
  const of = (item: string, n: number) => record(`${item}${n}`, { pk: { S: item } })
  const records = [of('a', 1), of('b', 1), of('a', 2), of('c', 1), of('b', 2)]
  const order = shaken(records, new Set(['reordered-records'])).map(({ sequenceNumber }) => sequenceNumber)
  expect(order).toEqual(['c1', 'b1', 'b2', 'a1', 'a2'])
  expect(shaken(records, new Set(['duplicate-records']))).toEqual([...records, ...records])
})

async function delivered(
  letters: string,
  changes: Partial<StreamMapping>,
  answer: (batch: string) => InvocationResult,
) {
  const calls: string[] = []
  const lost: object[] = []
  const named = (records: readonly StreamRecord[]) =>
    records.map(({ sequenceNumber }) => sequenceNumber).join('')
  const parts = {
    lambdas: {
      invoke: async (_: string, event: string) => {
        const { Records } = JSON.parse(event) as { Records: { dynamodb: { SequenceNumber: string } }[] }
        const batch = Records.map(({ dynamodb }) => dynamodb.SequenceNumber).join('')
        calls.push(batch)
        return answer(batch)
      },
      kill: () => {},
      stop: () => {},
    },
    giveUp: async ({ records, ...more }: LostRecords) => void lost.push({ records: named(records), ...more }),
    stopped: () => false,
  }
  await deliver(
    letters.split('').map((letter) => record(letter)),
    { ...mapping, ...changes },
    parts,
  )
  return { calls, lost }
}

function record(sequenceNumber: string, Keys = {}): StreamRecord {
  return {
    record: { dynamodb: { SequenceNumber: sequenceNumber, Keys } },
    position: { after: sequenceNumber, shardId: 'shard' },
    sequenceNumber,
    shardId: 'shard',
    createdAt: 0,
  }
}
