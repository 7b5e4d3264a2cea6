import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type MessageQueue, messageQueue } from '../../../../infra/local/queues/message-queue.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a message that was received is out of sight until its time is over', () => {
  const { queue } = opened()
  queue.send({ body: 'a' })
  expect(bodies(queue)).toEqual(['a'])
  expect(bodies(queue)).toEqual([])
  vi.advanceTimersByTime(30_000)
  expect(queue.receive(1)[0]).toMatchObject({ body: 'a', receiveCount: 2 })
})

test('a deleted message is gone; a receipt of an earlier time deletes nothing', () => {
  const { queue } = opened()
  queue.send({ body: 'a' })
  const [first] = queue.receive(1, 0)
  const [second] = queue.receive(1)
  queue.delete(first?.receiptHandle ?? '')
  expect(queue.messages()).toHaveLength(1)
  queue.delete(second?.receiptHandle ?? '')
  expect(queue.messages()).toEqual([])
})

test('a message received too often goes to the dead-letter queue', () => {
  const { queue, deadLetters } = opened()
  queue.send({ body: 'poison' })
  queue.send({ body: 'fine' })
  const [poison] = [queue.receive(1, 0), queue.receive(1, 0)].flat()
  expect(poison?.body).toBe('poison')
  expect(bodies(queue)).toEqual(['fine'])
  expect(deadLetters).toEqual(['poison'])
})

test('a delayed message comes later, an old one never', () => {
  const { queue } = opened()
  queue.send({ body: 'late', delaySeconds: 60 })
  expect(bodies(queue)).toEqual([])
  vi.advanceTimersByTime(60_000)
  expect(bodies(queue)).toEqual(['late'])
  vi.advanceTimersByTime(3_600_000)
  expect(bodies(queue)).toEqual([])
})

test('the time out of sight can be made longer, and shorter', () => {
  const { queue } = opened()
  queue.send({ body: 'a' })
  const [{ receiptHandle = '' } = {}] = queue.receive(1)
  queue.changeVisibility(receiptHandle, 600)
  vi.advanceTimersByTime(60_000)
  expect(bodies(queue)).toEqual([])
  queue.changeVisibility(receiptHandle, 0)
  expect(bodies(queue)).toEqual(['a'])
})

const bodies = (queue: MessageQueue) => queue.receive(10).map(({ body }) => body)

function opened() {
  const deadLetters: string[] = []
  const description = {
    name: 'work',
    arn: 'arn:work',
    url: 'http://work',
    visibilityTimeoutSeconds: 30,
    delaySeconds: 0,
    retentionSeconds: 3600,
    redrive: { deadLetterArn: 'arn:dead', receiveLimit: 2 },
  }
  const queue = messageQueue(description, [], {
    changed: () => {},
    deadLetter: (_, { body }) => deadLetters.push(body),
  })
  return { queue, deadLetters }
}
