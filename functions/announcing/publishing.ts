import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import { EVENT_SOURCE } from '../../shared/contracts/event-source.ts'
import type { AnyEvent } from '../../shared/contracts/events.ts'
import { pauseAfter } from '../../shared/repository/patience.ts'
import type { Patience } from '../../shared/runtime/clock.ts'
import { environment } from '../../shared/runtime/environment.ts'

const eventBridge = new EventBridgeClient({})

/** EventBridge: one call takes so many entries, and so many bytes of them together. */
const ENTRIES_LIMIT = 10
const BYTES_LIMIT = 256 * 1024

/** Tells the bus, in this order, in as few calls as it takes. Throws when there is an event that it did not take. */
export async function publish(events: readonly AnyEvent[], patience: Patience): Promise<void> {
  for (const entries of packed(events.map(entryOf))) await put(entries, patience)
}

const entryOf = (event: AnyEvent): PutEventsRequestEntry => ({
  EventBusName: environment('EVENT_BUS_NAME'),
  Source: EVENT_SOURCE,
  DetailType: event.eventType,
  Detail: JSON.stringify(event),
})

/** Into calls that EventBridge takes. */
function packed(entries: readonly PutEventsRequestEntry[]): PutEventsRequestEntry[][] {
  const calls: PutEventsRequestEntry[][] = []
  let bytes = 0
  for (const entry of entries) {
    const call = calls.at(-1)
    bytes += bytesOf(entry)
    if (call && call.length < ENTRIES_LIMIT && bytes <= BYTES_LIMIT) {
      call.push(entry)
    } else {
      calls.push([entry])
      bytes = bytesOf(entry)
    }
  }
  return calls
}

const bytesOf = ({ Source = '', DetailType = '', Detail = '' }: PutEventsRequestEntry): number =>
  Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail)

/** A call succeeds also where single entries fail: the SDK does not try those again. */
async function put(entries: PutEventsRequestEntry[], patience: Patience): Promise<void> {
  let left = entries
  for (let tries = 0; ; tries++) {
    const { Entries: results = [] } = await eventBridge.send(new PutEventsCommand({ Entries: left }))
    const codes = results.flatMap(({ ErrorCode }) => ErrorCode ?? [])
    if (codes.length === 0) return
    left = left.filter((_, i) => results[i]?.ErrorCode !== undefined)
    const passes = codes.every((code) => PASSING.includes(code))
    if (!passes || !(await patience.pause(pauseAfter(tries))))
      throw new Error(`EventBridge did not take ${codes.length} events: ${codes.join(', ')}`)
  }
}

/** What another try may help against. */
const PASSING: readonly string[] = ['ThrottlingException', 'InternalFailure', 'InternalException']
