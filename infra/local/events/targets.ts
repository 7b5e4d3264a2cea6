import { setTimeout as pause } from 'node:timers/promises'
import type { Activity } from '../activity.ts'
import type { JsonObject } from '../json.ts'
import type { Lambdas } from '../lambda/lambdas.ts'
import type { Queues } from '../queues/queues.ts'
import type { Executions } from '../step-functions/executions.ts'
import { ASYNC_RETRY_LIMIT, type AsyncInvocation } from '../template/async-invocations.ts'
import type { RuleDescription, TargetDescription } from '../template/rules.ts'
import type { StateMachineDescription } from '../template/state-machines.ts'
import { targetInput } from './target-input.ts'

export interface TargetParts {
  readonly lambdas: Lambdas
  readonly queues: Queues
  readonly executions: Executions
  readonly machines: readonly StateMachineDescription[]
  readonly asyncInvocations: readonly AsyncInvocation[]
  readonly activity: Activity
  readonly onError: (error: unknown) => void
}

/** Gives an event to the targets of a rule, in the background. */
export function sendToTargets(rule: RuleDescription, event: JsonObject, parts: TargetParts): void {
  for (const target of rule.targets) {
    const ended = parts.activity.begin()
    const input = targetInput(target, event, rule.arn)
    deliver(target, input, String(event['id']), parts).catch(parts.onError).finally(ended)
  }
}

/** The services that a rule may have as target here. */
export function isKnownTarget({ arn }: TargetDescription): boolean {
  return /^arn:aws:(lambda|states|sqs):/.test(arn)
}

async function deliver(
  target: TargetDescription,
  input: string,
  eventId: string,
  parts: TargetParts,
): Promise<void> {
  if (target.arn.startsWith('arn:aws:lambda:')) return invoke(target, input, parts)
  if (target.arn.startsWith('arn:aws:sqs:')) {
    const queue = parts.queues.byArn(target.arn)
    return void (queue === undefined ? deadLetter(target, input, parts) : queue.send({ body: input }))
  }
  const machine = parts.machines.find(({ arn }) => arn === target.arn)
  if (machine === undefined) return deadLetter(target, input, parts)
  parts.executions.start(machine, eventId, input)
}

/** The rule hands the event over and is done; what fails from then on is the asynchronous invocation's. */
async function invoke(target: TargetDescription, input: string, parts: TargetParts): Promise<void> {
  const name = target.arn.split(':').at(-1) ?? ''
  const config = parts.asyncInvocations.find(({ functionName }) => functionName === name)
  const retryLimit = config?.retryLimit ?? ASYNC_RETRY_LIMIT
  for (let failures = 0; failures <= retryLimit; failures += 1) {
    const result = await parts.lambdas.invoke(name, input)
    if (!('error' in result)) return
    await pause(RETRY_MS * 2 ** failures)
  }
  const destination = config?.onFailureArn
  if (destination === undefined) return
  const body = JSON.stringify({ version: '1.0', requestPayload: JSON.parse(input) as unknown })
  parts.queues.byArn(destination)?.send({ body })
}

/** A minute or two on AWS. */
const RETRY_MS = 50

function deadLetter(target: TargetDescription, input: string, parts: TargetParts): void {
  if (target.deadLetterArn !== undefined) parts.queues.byArn(target.deadLetterArn)?.send({ body: input })
}
