import { callOf } from './dynamo/calls.ts'
import { canonical } from './dynamo/values.ts'
import { type Asked, begin, type Execution, type Outcome } from './execution.ts'
import { type Pause, type Reply, type Request, valueOf } from './replies.ts'
import type { Process } from './scenario.ts'

/**
 * What a process does after every history of answers, found by running it: a process depends on nothing else, so each
 * history is run once, however many interleavings it is part of.
 */
export interface ProcessTree {
  /** Where the process may stand before the first answer: more than one place if it asks the clock at once. */
  start(): Promise<readonly Node[]>
  /** Where it may stand after this answer, if that was found before. */
  known(node: Node, call: number, reply: Reply): readonly Node[] | undefined
  /** Finds it out. */
  after(node: Node, call: number, reply: Reply): Promise<readonly Node[]>
}

/** A process after one history of answers. */
export interface Node {
  readonly id: number
  readonly depth: number
  readonly pending: readonly Pending[]
  readonly outcome: Outcome | undefined
  /** Equal for equal outcomes. */
  readonly end: string | undefined
  readonly from: Step | undefined
  readonly asked: readonly Asked[]
  /** Keys it has read or tried to write since it last paused; `*`: a Query, so anything. */
  readonly touched: ReadonlySet<string>
  /** What it did and learnt since it last paused, and between the two pauses before. */
  readonly cycle: string
  readonly lastCycle: string | undefined
}

export interface Pending {
  readonly call: number
  readonly request: Request
}

interface Step {
  readonly node: Node
  readonly call: number
  readonly request: Request
  readonly reply: Reply
}

export function processTree(process: Process, options: TreeOptions): ProcessTree {
  const next = new Map<string, readonly Node[]>()
  const live = new Map<Node, Execution>()
  const place = (node: Node, call: number, reply: Reply) => `${node.id} ${call} ${reply.text}`
  const grow = async (from: Step | undefined) => {
    const nodes: Node[] = []
    const scripts: boolean[][] = [[]]
    for (let script = scripts.pop(); script; script = scripts.pop()) {
      const execution = await run(process, from, script, live, options.usualAnswer)
      const { asked } = execution
      if (options.anyClock)
        for (let i = script.length; i < asked.length; i++)
          scripts.push([...asked.slice(0, i).map(({ answer }) => answer), !options.usualAnswer])
      const node = nodeOf(process, execution, from, options)
      if (node.pending.length > 0) keep(live, node, execution)
      nodes.push(node)
    }
    return nodes
  }
  let roots: Promise<readonly Node[]> | undefined
  return {
    start: () => (roots ??= grow(undefined)),
    known: (node, call, reply) => next.get(place(node, call, reply)),
    async after(node, call, reply) {
      const request = node.pending.find((pending) => pending.call === call)?.request
      if (!request) throw new Error(`Nobody waits for an answer to call ${call}.`)
      const nodes = await grow({ node, call, request, reply })
      next.set(place(node, call, reply), nodes)
      return nodes
    },
  }
}

/** An execution holds on to much: of many, those that were made last go on. */
const LIVE_LIMIT = 2_000

function keep(live: Map<Node, Execution>, node: Node, execution: Execution): void {
  live.set(node, execution)
  const [oldest] = live.keys()
  if (live.size > LIVE_LIMIT && oldest) live.delete(oldest)
}

export interface TreeOptions {
  /** Every answer to a question to the clock is tried; else all get the usual one. */
  readonly anyClock: boolean
  readonly usualAnswer: boolean
  /** The same request of any process is one object; ids are one process's and another's. */
  readonly requests: Map<string, Request>
  readonly nextId: () => number
}

/** Goes on with the execution that stands at the step's node, or with a new one that is brought there. */
async function run(
  process: Process,
  from: Step | undefined,
  script: readonly boolean[],
  live: Map<Node, Execution>,
  usualAnswer: boolean,
): Promise<Execution> {
  if (!from) return begin(process, script, usualAnswer)
  const execution = live.get(from.node) ?? (await broughtTo(process, from.node, usualAnswer))
  live.delete(from.node)
  await execution.resume(from.call, () => valueOf(from.request, from.reply), script)
  return execution
}

async function broughtTo(process: Process, node: Node, usualAnswer: boolean): Promise<Execution> {
  const path: Node[] = []
  for (let at: Node | undefined = node; at; at = at.from?.node) path.unshift(at)
  const answers = (at: Node | undefined) => at?.asked.map(({ answer }) => answer) ?? []
  const execution = await begin(process, answers(path[0]), usualAnswer)
  for (const at of path.slice(1))
    if (at.from)
      await execution.resume(at.from.call, valueOf.bind(null, at.from.request, at.from.reply), answers(at))
  return execution
}

function nodeOf(process: Process, execution: Execution, from: Step | undefined, options: TreeOptions): Node {
  const known = new Map(from?.node.pending.map(({ call, request }) => [call, request]))
  const pending = [...execution.pending].map(([call, what]) => ({
    call,
    request: known.get(call) ?? requestOf(what, process, options.requests),
  }))
  const { outcome, asked } = execution
  return {
    id: options.nextId(),
    pending,
    outcome,
    end: outcome && endText(outcome),
    from,
    asked: [...asked],
    ...historyAfter(from, asked),
  }
}

const endText = (outcome: Outcome): string =>
  'value' in outcome ? canonical(outcome.value) : `failed: ${String(outcome.error)}`

const PAUSE: Pause = { kind: 'pause', text: 'pause' }

function requestOf(what: object | 'pause', { tamper }: Process, requests: Map<string, Request>): Request {
  if (what === 'pause') return PAUSE
  const understood = callOf(what)
  const call = understood.kind === 'write' && tamper ? tamper(understood) : understood
  const known = requests.get(call.text)
  if (!known) requests.set(call.text, call)
  return known ?? call
}

type History = Pick<Node, 'depth' | 'touched' | 'cycle' | 'lastCycle'>

function historyAfter(from: Step | undefined, asked: readonly Asked[]): History {
  if (!from) return { depth: 0, touched: new Set(), cycle: '', lastCycle: undefined }
  const { node, request, reply } = from
  const depth = node.depth + 1
  if (request.kind === 'pause') return { depth, touched: new Set(), cycle: '', lastCycle: node.cycle }
  const said = asked.map(({ answer }) => answer).join()
  return {
    depth,
    touched: new Set([...node.touched, ...keysOf(request)]),
    cycle: `${node.cycle}|${request.text}→${reply.text} ${said}`,
    lastCycle: node.lastCycle,
  }
}

export function keysOf(request: Request): readonly string[] {
  if (request.kind === 'read') return request.keys
  if (request.kind === 'write') return request.actions.map(({ key }) => key)
  return request.kind === 'query' ? ['*'] : []
}
