import type { Service } from '../../infra/local/endpoint/call.ts'
import { eventsService, startBus } from '../../infra/local/events/bus.ts'
import { type JsonObject, objectAt } from '../../infra/local/json.ts'

export interface TestBus {
  /** For an endpoint at which handlers reach it. */
  readonly service: Service
  /** The details of the events that were published, in order. */
  readonly heard: JsonObject[]
}

/** A bus without rules; an environment variable points the handlers at it. */
export function testBus(): TestBus {
  const name = 'payout-desk-test'
  process.env.EVENT_BUS_NAME = name
  const bus = startBus({ rules: [], send: () => {} })
  const heard: JsonObject[] = []
  bus.listen((event) => heard.push(objectAt(event, 'detail')))
  const place = { accountId: '000000000000', region: 'eu-west-1' }
  const arn = `arn:aws:events:${place.region}:${place.accountId}:event-bus/${name}`
  return { service: eventsService(bus, [{ name, arn }], { ...place, endpointUrl: '' }), heard }
}
