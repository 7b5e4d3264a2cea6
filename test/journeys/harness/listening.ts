import * as z from 'zod'
import type { LocalStack } from '../../../infra/local/stack.ts'
import { EVENT_SOURCE } from '../../../shared/contracts/event-source.ts'

/** An event as any other system gets it from the bus: tests judge the shape of its detail. */
const Published = z.object({ source: z.string(), 'detail-type': z.string(), detail: z.any() })

/** The details of what the desk says on its bus from now on, in the order in which it says it. */
export function listenTo({ listen }: Pick<LocalStack, 'listen'>): any[] {
  const heard: any[] = []
  listen((event) => {
    const { source, detail, 'detail-type': detailType } = Published.parse(event)
    if (source !== EVENT_SOURCE) return
    if (detail.eventType !== detailType) throw new Error(`A ${detail.eventType} came as ${detailType}.`)
    heard.push(detail)
  })
  return heard
}
