/** The `source` of everything that the desk says on its bus. What comes under this name is never taken in. */
export const EVENT_SOURCE = 'payout-desk'
