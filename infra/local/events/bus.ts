import * as z from 'zod'
import { AwsError } from '../endpoint/aws-error.ts'
import type { Service } from '../endpoint/call.ts'
import { readBody } from '../endpoint/read-body.ts'
import { type JsonObject, parseObject } from '../json.ts'
import type { Place } from '../template/identities.ts'
import type { BusDescription, RuleDescription } from '../template/rules.ts'
import { checkPattern, matchesPattern } from './pattern.ts'

export interface Bus {
  /** Gives the event to every rule of its bus that it matches. */
  publish(busName: string, event: JsonObject): void
  /** Hears everything that is published, as a rule would that matches all, until the answer is called. */
  listen(listener: (event: JsonObject) => void): () => void
}

export interface BusParts {
  readonly rules: readonly RuleDescription[]
  readonly send: (rule: RuleDescription, event: JsonObject) => void
}

export function startBus({ rules, send }: BusParts): Bus {
  const matching = rules.flatMap((rule) =>
    rule.pattern === undefined ? [] : [{ rule, pattern: rule.pattern }],
  )
  for (const { pattern } of matching) checkPattern(pattern)
  const listeners = new Set<(event: JsonObject) => void>()
  return {
    publish(busName, event) {
      for (const listener of listeners) listener(event)
      for (const { rule, pattern } of matching) {
        if (rule.busName === busName && matchesPattern(pattern, event)) send(rule, event)
      }
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** EventBridge's envelope around what somebody has to say. */
export function envelope(
  place: Place,
  said: { source: string; detailType: string } & EventParts,
): JsonObject {
  return {
    version: '0',
    id: crypto.randomUUID(),
    'detail-type': said.detailType,
    source: said.source,
    account: place.accountId,
    time: `${(said.time ?? new Date()).toISOString().slice(0, 19)}Z`,
    region: place.region,
    resources: said.resources ?? [],
    detail: said.detail ?? {},
  }
}

interface EventParts {
  readonly time?: Date | undefined
  readonly resources?: readonly string[] | undefined
  readonly detail?: JsonObject | undefined
}

export function eventsService(bus: Bus, buses: readonly BusDescription[], place: Place): Service {
  return async ({ operation, action, body, faults }) => {
    if (operation !== 'PutEvents') {
      throw new AwsError('UnknownOperationException', `The local stack does not serve ${action}`)
    }
    const entries = readBody(PutEvents, body).Entries
    demandSize(entries)
    const results = entries.map((entry, i) =>
      faults.has('unprocessed') && i % 2 === 1 ? NOT_TAKEN : put(entry, bus, buses, place),
    )
    const failed = results.filter((result) => 'ErrorCode' in result).length
    return { status: 200, body: JSON.stringify({ FailedEntryCount: failed, Entries: results }) }
  }
}

const PutEvents = z.object({
  Entries: z
    .array(
      z.object({
        Source: z.string().min(1),
        DetailType: z.string().min(1),
        Detail: z.string(),
        EventBusName: z.string().default('default'),
        Time: z.number().optional(),
        Resources: z.array(z.string()).optional(),
      }),
    )
    .min(1)
    .max(10),
})

type Entry = z.infer<typeof PutEvents>['Entries'][number]

/** What one call may hold. */
const BYTES_LIMIT = 256 * 1024

function demandSize(entries: readonly Entry[]): void {
  const bytes = entries
    .flatMap(({ Source, DetailType, Detail, Resources = [] }) => [Source, DetailType, Detail, ...Resources])
    .reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  if (bytes > BYTES_LIMIT)
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.')
}

const NOT_TAKEN = { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' }

function put(entry: Entry, bus: Bus, buses: readonly BusDescription[], place: Place): object {
  const name = entry.EventBusName.split('/').at(-1) ?? ''
  const detail = parseObject(entry.Detail)
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
  // An event to a bus that is not there is accepted and gone.
  const event = envelope(place, {
    source: entry.Source,
    detailType: entry.DetailType,
    time: entry.Time === undefined ? undefined : new Date(entry.Time * 1000),
    resources: entry.Resources,
    detail,
  })
  if (buses.some((known) => known.name === name)) bus.publish(name, event)
  return { EventId: event['id'] }
}
