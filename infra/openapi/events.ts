import { EVENTS } from '../../shared/contracts/events.ts'
import { EVENT_TYPES, type EventType } from '../../shared/domain/event.ts'
import type { Component } from './components.ts'
import { eventExample } from './examples/events.ts'

/** When each is told. */
const NOTES: Readonly<Record<EventType, string>> = {
  'payout-request-created': 'A customer asked, or a payout request was split and this is one of its parts.',
  'payout-request-modified':
    'A payout request has changed in any other way: its status, a block, its texts, what is set aside for it or was paid. Once for each version.',
  'payout-request-canceled': 'A payout request was canceled.',
  'payout-request-fulfilled': 'A payout request was paid in full.',
  'payout-request-batch-created': 'A batch was created, with its counts and amounts.',
  'payout-request-batch-completed':
    'A run of a batch has ended, with its counts and amounts: whatever became of its members. Once for each run.',
  'payout-request-batch-failed':
    'A run of a batch could not be brought to its end; some members may be without an outcome of their own.',
  'payout-request-allocation-created': 'A part of a payout request was set aside.',
  'payout-request-allocation-modified':
    'An allocation is on its way: queued, being processed, waiting for the gateway, or pending again.',
  'payout-request-allocation-canceled': 'An allocation was canceled; its amount is the request’s again.',
  'payout-request-allocation-completed': 'An allocation was paid.',
  'payout-request-allocation-declined':
    'The gateway declined an allocation; its amount is the request’s again.',
  'payout-request-allocation-failed':
    'An allocation was certainly not paid, for an error; its amount is the request’s again.',
}

const EVERY_EVENT =
  'It is the `detail` of an event on the stage’s EventBridge bus, of the source `payout-desk` and with this type as its `detail-type`. It may come more than once, always with the same `id`, and after an event that happened later: `version` tells. Links are paths where the stage has no public base URL.'

/** `payout-request-created` is described by PayoutRequestCreatedEvent. */
export const schemaNameOf = (eventType: EventType): string =>
  `${eventType.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}Event`

export const EVENT_COMPONENTS: readonly Component[] = EVENT_TYPES.map((eventType) => ({
  name: schemaNameOf(eventType),
  schema: EVENTS[eventType],
  example: eventExample(eventType),
}))

/** What the desk sends without being asked, as OpenAPI has it. */
export const webhooksSection = () =>
  Object.fromEntries(EVENT_TYPES.map((eventType) => [eventType, { post: operationOf(eventType) }]))

const operationOf = (eventType: EventType) => ({
  operationId: eventType,
  summary: eventType,
  description: `${NOTES[eventType]}\n\n${EVERY_EVENT}`,
  security: [],
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: EVENTS[eventType],
        examples: { [eventType]: { $ref: `#/components/examples/${schemaNameOf(eventType)}` } },
      },
    },
  },
  responses: { '2XX': { description: 'It was taken in; what the answer says besides is not looked at.' } },
})
