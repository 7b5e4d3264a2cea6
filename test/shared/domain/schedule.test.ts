import { describe, expect, it } from 'vitest'
import {
  changeSchedule,
  dueAt,
  openSchedule,
  type Schedule,
  type ScheduleAsk,
} from '../../../shared/domain/schedule.ts'
import { isScheduleExpression, nextTime } from '../../../shared/domain/schedule-expression.ts'
import { cronTimes, cronTimesOrNull } from '../../../shared/runtime/cron.ts'

const ASK: ScheduleAsk = {
  name: 'Nightly',
  expression: 'cron(30 2 * * ? *)',
  timeZone: 'Europe/Berlin',
  status: 'active',
  filter: 'status:approved',
  description: null,
  allocationOrder: null,
  autoAllocate: true,
  approve: false,
  maxBatches: 10,
}

const opened = (at: string, ask: Partial<ScheduleAsk> = {}): Schedule =>
  openSchedule({ id: 'preq_sched_1', userId: 'usr_1' }, { ...ASK, ...ask }, new Date(at), cronTimes)

/** The times at which it is due, as ticks come to each of them. */
function timesOf(schedule: Schedule, count: number): string[] {
  const times: string[] = []
  for (let now = schedule; times.length < count && now.nextTime; ) {
    times.push(now.nextTime)
    now = { ...now, nextTime: dueAt(now, new Date(now.nextTime), cronTimes)?.nextTime ?? null }
  }
  return times
}

describe('over a change of the clocks', () => {
  it.each([
    ['Europe/Berlin', '30 2', '2026-03-28', ['28T01:30', '29T01:00', '30T00:30']], // 03:00 in summer: 02:30 is not
    ['America/New_York', '30 2', '2026-03-07', ['07T07:30', '08T07:00', '09T06:30']],
    ['Europe/Berlin', '0 3', '2026-03-28', ['28T02:00', '29T01:00', '30T01:00']],
  ])(
    'in %s a time that does not exist is due when the clock has jumped over it: %s',
    (...[zone, at, day, due]) => {
      const times = timesOf(
        opened(`${day}T00:00:00Z`, { timeZone: zone, expression: `cron(${at} * * ? *)` }),
        3,
      )
      expect(times).toEqual(due.map((time) => `2026-03-${time}:00.000Z`))
    },
  )

  it.each([
    ['Europe/Berlin', '30 2', '2026-10-24', ['10-24T00:30', '10-25T00:30', '10-26T01:30']],
    ['America/New_York', '30 1', '2026-10-31', ['10-31T05:30', '11-01T05:30', '11-02T06:30']],
  ])('in %s a time that exists twice is due the first time: %s', (...[zone, at, day, due]) => {
    const ask = { timeZone: zone, expression: `cron(${at} * * ? *)` }
    expect(timesOf(opened(`${day}T00:00:00Z`, ask), 3)).toEqual(due.map((time) => `2026-${time}:00.000Z`))
  })

  it('a time that exists twice does not come again when a tick is late', () => {
    const schedule = opened('2026-10-24T12:00:00Z')
    expect(schedule.nextTime).toBe('2026-10-25T00:30:00.000Z')
    const late = dueAt(schedule, new Date('2026-10-25T01:10:00Z'), cronTimes) // between the two
    expect(late).toMatchObject({ missedTimes: 0, nextTime: '2026-10-26T01:30:00.000Z' })
  })

  it('every half hour goes on every half hour', () => {
    const times = timesOf(opened('2026-10-24T23:45:00Z', { expression: 'cron(0/30 * * * ? *)' }), 6)
    expect(times.map((time) => time.slice(11, 16))).toEqual([
      '00:00',
      '00:30',
      '01:00',
      '01:30',
      '02:00',
      '02:30',
    ])
  })
})

describe('a rate', () => {
  it('counts from when the schedule was created, whatever the zone', () => {
    const times = timesOf(opened('2026-03-28T10:00:07.123Z', { expression: 'rate(12 hours)' }), 3)
    expect(times).toEqual([
      '2026-03-28T22:00:07.123Z',
      '2026-03-29T10:00:07.123Z',
      '2026-03-29T22:00:07.123Z',
    ])
  })

  it('is never due before a period is over', () => {
    const timing = { ...ASK, expression: 'rate(1 minute)', createdTime: '2026-03-28T10:00:00.000Z' }
    expect(nextTime(timing, new Date('2026-03-28T09:00:00Z'), cronTimes)?.toISOString()).toBe(
      '2026-03-28T10:01:00.000Z',
    )
  })
})

describe('an expression', () => {
  it.each([
    'rate(1 minute)',
    'rate(5 minutes)',
    'rate(30 days)',
    'cron(0 10 * * ? *)',
    'cron(15 12 * * ? *)',
    'cron(0 18 ? * MON-FRI *)',
    'cron(0 8 1 * ? *)',
    'cron(0/10 * ? * MON-FRI *)',
    'cron(0/5 8-17 ? * MON-FRI *)',
    'cron(0 9 ? * 2#1 *)',
    'cron(0 12 L * ? *)',
    'cron(0 12 15W * ? *)',
    'cron(0 12 10,20 JAN,12 ? *)',
    'rate(99999 minutes)',
    'cron(0 12 ? JAN-MAR 2,4 2030-2031)',
    'cron(0 12 ? 12 MON *)',
    'cron(0 12 1 DEC ? *)',
    'cron(0 12 1 12 ? *)',
  ])('of EventBridge is understood: %s', (expression) => {
    expect(isScheduleExpression(expression)).toBe(true)
    const timing = { ...ASK, expression, createdTime: '2026-01-01T00:00:00.000Z' }
    expect(nextTime(timing, new Date('2026-11-21T00:00:00Z'), cronTimes)).toBeInstanceOf(Date)
  })

  it.each([
    'rate(0 minutes)',
    'rate(1 minutes)',
    'rate(2 minute)',
    'rate(5 seconds)',
    'rate(1.5 hours)',
    'rate(100000 minutes)',
    'at rate(5 minutes)',
    'rate(5 minutes) or so',
    'at cron(0 10 * * ? *)',
    'cron(0 10 * * ? *) UTC',
    'cron(0 10 * * * *)',
    'cron(0 10 ? * ? *)',
    'cron(0 10 1 * 2 *)',
    'cron(0 10 * * ?)',
    'cron(0 10 ? * 8 *)',
    'cron(@daily)',
    '0 10 * * ? *',
    'at(2026-11-21T00:00:00)',
  ])('that EventBridge would refuse is refused: %s', (expression) => {
    expect(isScheduleExpression(expression)).toBe(false)
  })

  it.each(['60 0 * * ? *', '0 24 * * ? *', '0 0 30 2 ? *', '0 0 1 1 ? 2020'])(
    'whose time never comes has none: %s',
    (fields) => {
      expect(cronTimesOrNull({ fields, timeZone: 'UTC' }, new Date('2026-11-21T00:00:00Z'))).toBeNull()
    },
  )

  it('counts the days of the week from Sunday, 1', () => {
    const at = (expression: string) =>
      opened('2026-11-21T00:00:00Z', { expression, timeZone: 'UTC' }).nextTime
    expect(at('cron(0 6 ? * 1 *)')).toBe('2026-11-22T06:00:00.000Z')
    expect(at('cron(0 6 ? * SUN *)')).toBe('2026-11-22T06:00:00.000Z')
    expect(at('cron(0 6 ? * 7 *)')).toBe('2026-11-21T06:00:00.000Z')
  })
})

describe('a time that has come', () => {
  it('makes up for all that passed while nobody looked, and counts them', () => {
    const schedule = opened('2026-03-01T00:00:00Z', { expression: 'rate(5 minutes)' })
    expect(dueAt(schedule, new Date('2026-03-01T00:04:59Z'), cronTimes)).toBeNull()
    expect(dueAt(schedule, new Date('2026-03-01T00:05:00Z'), cronTimes)).toEqual({
      scheduledTime: '2026-03-01T00:05:00.000Z',
      missedTimes: 0,
      nextTime: '2026-03-01T00:10:00.000Z',
    })
    expect(dueAt(schedule, new Date('2026-03-01T00:31:00Z'), cronTimes)).toEqual({
      scheduledTime: '2026-03-01T00:05:00.000Z',
      missedTimes: 5,
      nextTime: '2026-03-01T00:35:00.000Z',
    })
  })

  it('may be the last', () => {
    const once = opened('2026-03-01T00:00:00Z', { expression: 'cron(0 12 2 3 ? 2026)', timeZone: 'UTC' })
    expect(dueAt(once, new Date('2026-03-04T00:00:00Z'), cronTimes)).toEqual({
      scheduledTime: '2026-03-02T12:00:00.000Z',
      missedTimes: 0,
      nextTime: null,
    })
    expect(dueAt({ ...once, nextTime: null }, new Date('2026-03-04T00:00:00Z'), cronTimes)).toBeNull()
  })
})

describe('changing a schedule', () => {
  const before = opened('2026-03-01T00:00:00Z', { expression: 'rate(1 hour)' })
  const changed = (ask: Partial<ScheduleAsk>, from = before) =>
    changeSchedule(
      from,
      { ...ASK, expression: 'rate(1 hour)', ...ask },
      new Date('2026-03-01T05:30:00Z'),
      cronTimes,
    )

  it('does not skip the time that is due', () => {
    expect(changed({ filter: 'currency:EUR' })).toMatchObject({
      nextTime: '2026-03-01T01:00:00.000Z',
      version: 2,
      updatedTime: '2026-03-01T05:30:00.000Z',
    })
  })

  it('of its timing reckons from now on', () => {
    expect(changed({ expression: 'rate(2 hours)' }).nextTime).toBe('2026-03-01T06:00:00.000Z')
    expect(changed({ timeZone: 'Asia/Tokyo', expression: 'cron(0 15 * * ? *)' }).nextTime).toBe(
      '2026-03-01T06:00:00.000Z',
    )
  })

  it('pauses it, and resumes it with its next time', () => {
    const paused = changed({ status: 'paused' })
    expect(paused.nextTime).toBeNull()
    expect(changed({ status: 'active' }, paused).nextTime).toBe('2026-03-01T06:00:00.000Z')
  })
})
