import { seededRandom } from '../random.ts'
import { WRITES } from './consumed-capacity.ts'

/** What can go wrong on AWS and never does on one machine, injected by tests. */
export interface FaultPlan {
  /** Of every rule's random numbers: a test prints it, and the same seed strikes the same calls. */
  readonly seed: number
  inject(rule: FaultRule): InjectedFault
  clear(): void
  /** The faults that strike this call; asking counts as one call. */
  strike(functionName: string, action: string): ReadonlySet<FaultKind>
}

export interface FaultRule {
  readonly kind: FaultKind
  /** Only calls of this function; `operator` is the admin CLI and the tests. */
  readonly function?: string
  /** Only calls of this action, as IAM spells it: `dynamodb:PutItem`. */
  readonly action?: string
  /** Only the nth call, from 1, that the rule could strike. */
  readonly call?: number
  /** Of each call, 0 to 1. Without `call` and `probability` every call is struck. */
  readonly probability?: number
  /** Strikes no more than this many times. */
  readonly times?: number
}

export interface InjectedFault {
  readonly strikes: () => number
  readonly remove: () => void
}

export type FaultKind = keyof typeof STRIKES

export function planFaults(seed = 1): FaultPlan {
  const active = new Set<ActiveRule>()
  return {
    seed,
    inject(rule) {
      const added = { rule, random: seededRandom(seed + active.size), calls: 0, strikes: 0 }
      active.add(added)
      return { strikes: () => added.strikes, remove: () => active.delete(added) }
    },
    clear: () => active.clear(),
    strike(functionName, action) {
      if (active.size === 0) return NO_FAULTS
      const matching = [...active].filter(({ rule }) => matches(rule, functionName, action))
      return new Set(matching.filter(strikes).map(({ rule }) => rule.kind))
    },
  }
}

/** The action under which a stream's reader asks: it is nobody's call to AWS. */
export const DELIVER_RECORDS = 'stream:DeliverRecords'

const TRANSACTIONS = ['TransactWriteItems', 'TransactGetItems']

/** Which operations each kind of fault can strike. */
const STRIKES = {
  /** Another transaction holds an item: an exception, or the reason of a cancelled transaction. */
  conflict: (operation) => operation !== 'BatchWriteItem' && isWriteOrTransaction(operation),
  /** The request is refused as too many; the SDK repeats it. */
  throttling: (operation, service) => service === 'dynamodb' || operation === 'StartExecution',
  /** A transaction is cancelled with ThrottlingError as reason; the SDK does not repeat it. */
  'throttled-transaction': (operation) => TRANSACTIONS.includes(operation),
  /** As above, with ProvisionedThroughputExceeded. */
  'exceeded-transaction': (operation) => TRANSACTIONS.includes(operation),
  /** The connection breaks before the call has an effect. */
  'lost-request': isCall,
  /** The connection breaks after the call had its effect. */
  'lost-answer': isCall,
  /** A batch is done in part. */
  unprocessed: (operation) => ['BatchGetItem', 'BatchWriteItem', 'PutEvents'].includes(operation),
  /** The function's worker dies as it calls; nothing happened. */
  'terminated-before': isCall,
  /** The function's worker dies; what it called for has happened. */
  'terminated-after': isCall,
  /** A stream's records come twice. */
  'duplicate-records': (operation) => operation === 'DeliverRecords',
  /** Records of different items come in another order; an item's own stay in order. */
  'reordered-records': (operation) => operation === 'DeliverRecords',
} as const satisfies Record<string, (operation: string, service: string) => boolean>

function isWriteOrTransaction(operation: string): boolean {
  return WRITES.has(operation) || TRANSACTIONS.includes(operation)
}

function isCall(_operation: string, service: string): boolean {
  return service !== 'stream'
}

const NO_FAULTS: ReadonlySet<FaultKind> = new Set()

interface ActiveRule {
  readonly rule: FaultRule
  readonly random: () => number
  calls: number
  strikes: number
}

function matches(rule: FaultRule, functionName: string, action: string): boolean {
  const [service = '', operation = ''] = action.split(':')
  return (
    (rule.function ?? functionName) === functionName &&
    (rule.action ?? action) === action &&
    STRIKES[rule.kind](operation, service)
  )
}

function strikes(active: ActiveRule): boolean {
  const { call, probability, times } = active.rule
  active.calls += 1
  const struck =
    (call === undefined || call === active.calls) &&
    (probability === undefined || active.random() < probability) &&
    (times === undefined || active.strikes < times)
  if (struck) active.strikes += 1
  return struck
}
