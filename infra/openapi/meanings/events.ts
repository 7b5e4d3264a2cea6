/** What the members of events mean. */
export const EVENT_MEANINGS = {
  organizationId: 'Whose it is.',
  eventType: 'What happened.',
  version:
    'The version of the resource that is shown, as in its ETag. It is as the change left it, or as a later one did: what is lower than one you have seen is out of date.',
  payoutRequestBatchId: 'The batch.',
  payoutRequestAllocationId: 'The allocation.',
  omittedAllocationCount: 'How many of its oldest allocations are not shown; an event shows 100.',
  _embedded: 'What the event is about.',
  payoutRequest: 'The payout request.',
  payoutRequestBatch: 'The batch; the ids of its members are read with it.',
  payoutRequestAllocation: 'The allocation.',
} as const
