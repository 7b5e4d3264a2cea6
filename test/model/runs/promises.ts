import * as z from 'zod'
import type { Item } from '../../../shared/repository/client.ts'
import { rowsFrom } from '../../../shared/repository/runs/parts.ts'
import type { Broken, Promises, TableView } from '../scenario.ts'
import type { RunsAsked } from './world.ts'

/** What a cap promises at every moment, and what lies in its window when nobody is at work. */
export const cappedRuns = (asked: RunsAsked): Promises => {
  const settled = (table: TableView) => outcomesOnce(table, asked) ?? exact(table)
  return {
    always: (table) => withinCap(table, asked.capMinor) ?? covered(table) ?? settledTwice(table),
    swept: settled,
    ended: (_, table) => (table.items.some(isProcessing) ? undefined : settled(table)),
  }
}

const Allocation = z.object({
  status: z.string(),
  amountMinor: z.coerce.bigint(),
  createdTime: z.string(),
  capSince: z.number(),
})

const Window = z.looseObject({ reservations: z.array(z.unknown()) })

const ofType = (table: TableView, type: string): Item[] => table.items.filter((item) => item.type === type)

const isProcessing = ({ type, status }: Item): boolean => type === 'batch' && status === 'processing'

/** Live automatic allocations, by the hour in which they were made. */
function liveByHour(table: TableView): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const item of ofType(table, 'allocation')) {
    const { status, amountMinor, createdTime } = Allocation.parse(item)
    if (status === 'canceled') continue
    const hour = createdTime.slice(0, 13)
    sums.set(hour, (sums.get(hour) ?? 0n) + amountMinor)
  }
  return sums
}

function windowByHour(table: TableView): Map<string, bigint> {
  const entries = ofType(table, 'window').flatMap((item) => Object.entries(item))
  return new Map(
    entries
      .filter(([name, amount]) => name.startsWith('taken-') && Number(amount) !== 0)
      .map(([name, amount]) => [name.slice('taken-'.length), BigInt(Number(amount))]),
  )
}

/** All hours of the model lie within one period. */
function withinCap(table: TableView, capMinor: bigint): Broken {
  let live = 0n
  for (const amount of liveByHour(table).values()) live += amount
  return live > capMinor ? `${live} is allocated and the cap is ${capMinor}` : undefined
}

function covered(table: TableView): Broken {
  const taken = windowByHour(table)
  for (const [hour, live] of liveByHour(table))
    if ((taken.get(hour) ?? 0n) < live) return `${live} is allocated in ${hour}, more than its window knows`
  return undefined
}

const settlements = (table: TableView): string[] =>
  ofType(table, 'run-part').flatMap((part) =>
    rowsFrom(part).map(({ payoutRequestId }) => `${String(part.pk)} ${payoutRequestId}`),
  )

function settledTwice(table: TableView): Broken {
  const all = settlements(table)
  const twice = all.find((one, i) => all.indexOf(one) < i)
  return twice && `${twice} is settled twice`
}

function outcomesOnce(table: TableView, { batches }: RunsAsked): Broken {
  const members = Object.values(batches).join('').length
  const all = settlements(table).length
  return all === members ? undefined : `${all} of ${members} members have an outcome`
}

function exact(table: TableView): Broken {
  const reserved = ofType(table, 'window').find((item) => Window.parse(item).reservations.length > 0)
  if (reserved) return `${JSON.stringify(reserved.reservations)} is left reserved`
  const said = (sums: Map<string, bigint>) =>
    [...sums]
      .map(([hour, amount]) => `${hour}: ${amount}`)
      .sort()
      .join()
  const [taken, live] = [said(windowByHour(table)), said(liveByHour(table))]
  return taken === live
    ? undefined
    : `the window says ${taken || 'nothing'}, allocated is ${live || 'nothing'}`
}
