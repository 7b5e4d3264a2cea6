/** What AWS publishes for us-east-1, in force since 1 November 2024, when DynamoDB's on-demand prices last changed. */
export const DOLLARS_PER_MILLION = {
  /** Step Functions, Standard workflows: every state entered and every retry. */
  stateTransitions: 25,
  /** DynamoDB on demand, table class Standard; a unit of an index costs what one of its table costs. */
  writeUnits: 0.625,
  readUnits: 0.125,
  /** Lambda's requests. Its GB-seconds are left out: how long a function takes here says nothing of its time there. */
  invocations: 0.2,
} as const
