import middy from '@middy/core'
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda'
import type { LinkTo } from '../../shared/contracts/links.ts'
import { linksFrom } from '../../shared/contracts/links.ts'
import type { OperationContract } from '../../shared/contracts/operations.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { StoredAnswer } from '../../shared/repository/idempotency.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import type { Write } from '../../shared/repository/write.ts'
import { type Clock, patience, systemClock } from '../../shared/runtime/clock.ts'
import { type Ids, idsFrom } from '../../shared/runtime/ids.ts'
import type { Answer } from './answers.ts'
import { readBody } from './body.ts'
import { baseUrl, type Caller, callerOf, pathParameter } from './caller.ts'
import { callKeyOf, earlierTry, type Memory, memoryOf, replayed } from './idempotency.ts'
import { versionDemand } from './if-match.ts'
import { logContext } from './log-context.ts'
import { problemAnswers } from './problem-answer.ts'
import { rateLimit } from './rate-limit.ts'
import { tableFor } from './table.ts'
import { untilFresh } from './until-fresh.ts'

export interface Operation<Body> extends OperationContract<Body> {
  perform(call: Call<Body>, desk: Desk): Promise<Answer>
  /** Makes the answer to a repeated call from the one that was given, where that one goes out of date. */
  replay?(given: unknown, call: Call<Body>, desk: Desk): Promise<Answer>
}

export interface Call<Body> {
  readonly caller: Caller
  readonly id: string
  readonly body: Body
  readonly event: APIGatewayProxyEvent
  readonly linkTo: LinkTo
  /** Refuses when the caller's If-Match names another version than this. */
  readonly demandVersion: (version: number | undefined) => void
}

/** What an operation works with. Its table is the caller's organization's, whatever the path or the body says. */
export interface Desk extends Pick<Memory, 'bind' | 'unfinished'> {
  readonly table: OrganizationTable
  readonly clock: Clock
  readonly ids: Ids
  /** Joins the transaction that has the effect, so that the same Idempotency-Key gets this answer again. */
  readonly remember: (answer: Answer, boundTo?: string) => Write[]
}

/** Rules §1: no answer takes more than 5 s unless it was asked to; waiting and retrying share 4 s. */
const BUDGET_MILLISECONDS = 4_000

/** An endpoint: checks in the order of rules §1, then performs, again from its load when something was stale. */
export const apiOperation = <Body = undefined>(operation: Operation<Body>) =>
  Object.assign(
    middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
      .use(logContext(operation.operationId))
      .use(problemAnswers(operation.operationId))
      .use(rateLimit(operation.operationId))
      .handler((event: APIGatewayProxyEvent, _context: Context) => answer(operation, event)),
    { contract: contractOf(operation) }, // what the OpenAPI document is made of
  )

const contractOf = <Body>({ operationId, body, answers }: Operation<Body>): OperationContract<Body> => ({
  operationId,
  answers,
  ...(body && { body }),
})

async function answer<Body>(
  operation: Operation<Body>,
  event: APIGatewayProxyEvent,
): Promise<APIGatewayProxyResult> {
  const caller = callerOf(event)
  const callKey = callKeyOf(event)
  const call: Call<Body> = {
    caller,
    id: pathParameter(event, 'id'),
    body: readBody(event, operation.body),
    event,
    linkTo: linksFrom(baseUrl(event, caller.organization)),
    demandVersion: versionDemand(event),
  }
  const budget = patience(BUDGET_MILLISECONDS)
  const table = tableFor(caller.organization, budget)
  const deskFor = (unfinished?: string): Desk => {
    const memory = memoryOf(table, callKey, unfinished, systemClock.now())
    const remember: Desk['remember'] = (given, boundTo) =>
      memory.remember(rendered(operation, given), boundTo)
    return { ...memory, remember, table, clock: systemClock, ids: idsFrom(systemClock) }
  }
  const earlier = async () => callKey && earlierTry(table, callKey, systemClock.now())
  const repeated = async (given: StoredAnswer | undefined) => {
    if (!given || !operation.replay) return given && replayed(given)
    const answer = await operation.replay(JSON.parse(given.body), call, deskFor())
    return replayed(rendered(operation, answer))
  }
  return untilFresh(budget, async () => {
    const before = await earlier()
    const perform = async () => rendered(operation, await operation.perform(call, deskFor(before?.boundTo)))
    return (
      (await repeated(before?.answer)) ??
      unlessRepeated(perform, async () => repeated((await earlier())?.answer))
    )
  })
}

/** A copy of the call that came with it may have done just what this one is refused for: then both have its answer. */
async function unlessRepeated<T>(
  perform: () => Promise<T>,
  repeated: () => Promise<T | undefined>,
): Promise<T> {
  try {
    return await perform()
  } catch (error) {
    const answer = error instanceof Refusal ? await repeated() : undefined
    if (answer === undefined) throw error
    return answer
  }
}

const rendered = (
  { answers }: Pick<Operation<unknown>, 'answers'>,
  { status, body, headers }: Answer,
): APIGatewayProxyResult => ({
  statusCode: status,
  headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
  body: status === 204 ? '' : typeof body === 'string' ? body : JSON.stringify(answers[status]?.parse(body)),
})
