import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startSchedules } from '../../../../infra/local/events/schedules.ts'
import { PLACE } from '../template/written-assembly.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-03-02T08:59:30Z') }) // a Monday
})
afterEach(() => {
  vi.useRealTimers()
})

test.each([
  ['rate(5 minutes)', 60 * 60_000, 12],
  ['rate(1 hour)', 60 * 60_000, 1],
  ['cron(0 9 * * ? *)', 48 * 3_600_000, 2],
  ['cron(0/15 * * * ? *)', 60 * 60_000, 4],
  ['cron(0 9 ? * MON-FRI *)', 7 * 24 * 3_600_000, 5],
  ['cron(0 9 ? * 1 *)', 7 * 24 * 3_600_000, 1], // 1 is Sunday there
])('%s happens as often as EventBridge lets it', (schedule, duringMs, times) => {
  const { happened, stop } = started(schedule, true)
  vi.advanceTimersByTime(duringMs)
  stop()
  expect(happened).toHaveLength(times)
  expect(happened[0]).toMatchObject({
    source: 'aws.events',
    'detail-type': 'Scheduled Event',
    resources: ['arn:rule'],
  })
})

test('a schedule that is off happens only when it is triggered', () => {
  const { happened, trigger, stop } = started('rate(1 minute)', false)
  vi.advanceTimersByTime(600_000)
  expect(happened).toHaveLength(0)
  trigger('rule')
  stop()
  expect(happened).toHaveLength(1)
  expect(() => trigger('another')).toThrow('another')
})

test('anything else is no schedule', () => {
  expect(() => started('every minute', true)).toThrow('every minute')
})

function started(schedule: string, running: boolean) {
  const happened: object[] = []
  const rule = {
    name: 'rule',
    arn: 'arn:rule',
    busName: 'default',
    pattern: undefined,
    schedule,
    targets: [],
  }
  const schedules = startSchedules({
    rules: [rule],
    place: PLACE,
    running,
    send: (_, event) => happened.push(event),
  })
  return { happened, stop: () => schedules.stop(), trigger: (name: string) => schedules.trigger(name) }
}
