/** What the members of webhooks and their deliveries mean. */
export const WEBHOOK_MEANINGS = {
  eventsFilter: 'The types of events that it gets; none is all.',
  headers: 'None: a message says by its signature who sends it.',
  body: 'Null: the event is sent as it is.',
  pausedTime: 'Since when the desk has it inactive; null when it has not.',
  pauseReason:
    'Why: `gone`, it answered 410; `retries-exhausted`, nothing got through for a round of retries.',
  webhookId: 'The webhook.',
  eventId: 'The event, by the id that the receiver gets as `webhook-id`.',
  attempts: 'The latest 20, oldest first.',
  number: '1 is the first.',
  statusCode: 'Of the answer; null when there was none.',
  error: 'Why there was no answer.',
  attemptCount: 'How many there were in all.',
  nextAttemptTime: 'When the next one is made; null when none is to come.',
  since: 'From when on events happened.',
  until: 'Until when events happened.',
} as const
