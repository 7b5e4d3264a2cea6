import type { FunctionDefinition } from './functions.ts'

/** Functions that no route calls. What they may do besides the table stands where they are wired. */
export const BACKGROUND = {
  authorizer: {
    file: 'authorizer/authorizer',
    may: { read: ['GetItem'], write: ['UpdateItem'] },
  },

  begin: {
    file: 'batch-run/begin',
    may: { read: ['GetItem', 'BatchGetItem', 'Query'], write: ['PutItem'] },
    timeoutSeconds: 60,
  },
  allocateChunk: {
    file: 'batch-run/allocate-chunk',
    may: { read: ['BatchGetItem', 'Query'], write: ['PutItem', 'UpdateItem'] },
    memoryMb: 1024,
    timeoutSeconds: 120,
  },
  conclude: {
    file: 'batch-run/conclude',
    may: { read: ['GetItem', 'BatchGetItem', 'Query'], write: ['PutItem', 'UpdateItem'] },
    timeoutSeconds: 60,
  },

  processAllocation: {
    file: 'background/process-allocation',
    may: { read: ['GetItem', 'BatchGetItem'], write: ['PutItem', 'UpdateItem'] },
    timeoutSeconds: 60,
  },
  results: {
    file: 'background/results',
    may: { read: ['GetItem', 'BatchGetItem', 'Query'], write: ['PutItem', 'UpdateItem'] },
    timeoutSeconds: 30,
  },

  startScheduledBatch: {
    file: 'background/start-scheduled-batch',
    may: {
      read: ['GetItem', 'BatchGetItem', 'Query'],
      write: ['PutItem', 'UpdateItem', 'DeleteItem'],
      indexes: ['available', 'open'],
    },
    memoryMb: 1024,
    timeoutSeconds: 120,
  },
  webhookEvents: {
    file: 'background/webhook-events',
    may: { read: ['GetItem', 'Query'], write: ['PutItem'] },
    timeoutSeconds: 30,
  },
  webhookDeliveries: {
    file: 'background/webhook-deliveries',
    may: {
      read: ['GetItem', 'BatchGetItem', 'Query'],
      write: ['PutItem', 'UpdateItem', 'ConditionCheckItem'],
    },
    timeoutSeconds: 60,
  },

  orders: {
    file: 'background/orders',
    may: { read: ['GetItem'] },
    timeoutSeconds: 60,
  },
  sweep: {
    file: 'background/sweep',
    may: {
      read: ['GetItem', 'BatchGetItem', 'Query'],
      write: ['PutItem', 'UpdateItem', 'DeleteItem'],
      indexes: ['open'],
    },
    memoryMb: 1024,
    timeoutSeconds: 120,
  },
  announcements: {
    file: 'background/announcements',
    may: { read: ['GetItem', 'BatchGetItem', 'Query'], write: ['PutItem'] },
    timeoutSeconds: 60,
  },
} as const satisfies Record<string, FunctionDefinition>

/** The readers of the table's stream: what they could not do they leave in a queue, and take back from an operator. */
export const STREAM_READERS = {
  orders: BACKGROUND.orders,
  announcements: BACKGROUND.announcements,
} as const

export type StreamReaderName = keyof typeof STREAM_READERS

export const isStreamReader = (name: string): name is StreamReaderName => Object.hasOwn(STREAM_READERS, name)
