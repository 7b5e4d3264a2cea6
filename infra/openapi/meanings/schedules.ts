/** What the members of schedules, and of what came of them, mean. */
export const SCHEDULE_MEANINGS = {
  expression:
    'When it is due: `rate(5 minutes)`, from when it was created, or `cron(minutes hours day-of-month month day-of-week year)`, as EventBridge has them.',
  timeZone: 'The IANA name of the zone in which a cron is read; without it UTC.',
  nextTime: 'When it is due next; null when it is paused or never due again.',
  autoAllocate: 'Whether the batches are allocated.',
  approve: 'Whether their payout requests are approved first.',
  maxBatches: 'In how many batches it goes on when more is found than one takes.',
  scheduleId: 'The schedule, by its id, or by its name in the settings of the stage; null for an event.',
  scheduledTime: 'The time that it is for; null for an event.',
  missedTimes: 'How many times passed besides while nobody looked: this makes up for them.',
  batches: 'The batches that were made, in order.',
  operationId: 'The approval of its payout requests, for `…/outcomes?operation=`.',
  moreMatching: 'Whether more was found than `maxBatches` batches take.',
} as const
