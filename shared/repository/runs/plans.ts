import * as z from 'zod'
import { decodeDecision, encodeDecision } from '../../domain/auto-allocation/trace.ts'
import type { RunRules } from '../../domain/batch-run.ts'
import { isWellFormedId } from '../../domain/identifiers.ts'
import type { PlannedMember } from '../../domain/planned-member.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Item } from '../client.ts'
import { absent, atMost, either } from '../expressions.ts'
import type { Key } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { packed, unpacked } from '../packed.ts'
import { getItem, getItems, keyText } from '../read.ts'
import { planKey } from '../run-keys.ts'
import { minor, orNull } from '../stored.ts'
import { attemptAll, commit, stale, type Write } from '../write.ts'
import { StoredRules } from './input.ts'

/**
 * Plans: the rows of all members, packed, in one item or as many as they take. The first says how many, and what was
 * decided with.
 */

export interface PlanId {
  readonly batchId: string
  readonly planHash: string
}

/** DynamoDB: an item has 400 kB at most, keys and all. */
export const PLAN_ROWS_BYTES_LIMIT = 350_000

/**
 * A run that began in a plan's last second applies it to the end, which is hours away at the very worst: rows outlast
 * the time until which a run may begin with them.
 */
export const PLAN_OUTLASTS_SECONDS = 24 * 3600

export interface StoredPlan {
  readonly members: readonly PlannedMember[]
  readonly rules: RunRules
}

const StoredRow = z.object({
  payoutRequestId: z.string(),
  customerId: z.string(),
  currency: z.string(),
  amountMinor: minor,
  availableBeforeMinor: minor,
  allocationCount: z.int(),
  periodLeft: z.array(z.tuple([z.string(), minor])).default([]),
  fingerprint: z.string(),
  decision: z.string(),
  errorId: orNull(z.string()),
})

/**
 * Keeps the plan until then. Kept already, it is kept longer. The first item is written last, together with what comes
 * alongside: a plan that has it is whole.
 */
export async function keepPlan(
  table: OrganizationTable,
  plan: PlanId,
  { members, rules, expiresTime }: StoredPlan & { readonly expiresTime: string },
  alongside: readonly Write[],
): Promise<void> {
  const [first, ...others] = itemsOf(members.map(rowOf)).map(
    (rows, i, { length }): Write => ({
      key: keyOf(table, plan, i),
      put: {
        type: 'plan',
        items: length,
        rows,
        ...(i === 0 && { rules: packed(rules) }),
        expiresTime,
        expiresAt: Math.floor(Date.parse(expiresTime) / 1000) + PLAN_OUTLASTS_SECONDS,
      },
      when: [either(absent, atMost('expiresTime', expiresTime))],
      otherwise: stale,
    }),
  )
  if (!first) throw new Error('A plan has an item even if it has no rows.')
  await Promise.all(others.map((write) => attemptAll(table, [write])))
  await commit(table, [first, ...alongside])
}

/** Refuses a plan that this batch does not have, or that is too old for a run to begin with it. */
export async function demandPlan(table: OrganizationTable, plan: PlanId, now: Date): Promise<void> {
  const first = isWellFormedId(plan.planHash) ? await getItem(table, keyOf(table, plan, 0)) : undefined
  if (!isUsable(first, now))
    throw new Refusal('plan-not-usable', {
      detail: 'This batch has no such plan, or it is older than 24 hours. Make another and review it.',
    })
}

/** The plan itself; refuses one that is unknown, or too old. */
export async function theUsablePlan(table: OrganizationTable, plan: PlanId, now: Date): Promise<StoredPlan> {
  const isWellFormed = isWellFormedId(plan.batchId) && isWellFormedId(plan.planHash)
  const [first, ...others] = (isWellFormed && (await planItems(table, plan))) || []
  if (!first || !isUsable(first, now))
    throw new Refusal('not-found', {
      detail: 'This batch has no such plan. Plans are kept 24 hours.',
    })
  return {
    members: [first, ...others].flatMap(membersFrom),
    rules: StoredRules.parse(unpacked(first.rules)),
  }
}

/** What a run applies, however old it is by now. */
export async function thePlan(
  table: OrganizationTable,
  plan: PlanId,
): Promise<ReadonlyMap<string, PlannedMember>> {
  const items = await planItems(table, plan)
  if (!items) throw new Error(`The plan ${plan.planHash} is gone.`)
  return new Map(items.flatMap(membersFrom).map((member) => [member.payoutRequestId, member]))
}

async function planItems(table: OrganizationTable, plan: PlanId): Promise<Item[] | undefined> {
  const [first] = await itemsAt(table, [keyOf(table, plan, 0)])
  if (!first) return undefined
  const count = z.int().parse(first.items)
  const keys = Array.from({ length: count - 1 }, (_, i) => keyOf(table, plan, i + 1))
  const others = await itemsAt(table, keys)
  return others.length === keys.length ? [first, ...others] : undefined
}

/** In the order of the keys. */
async function itemsAt(table: OrganizationTable, keys: readonly Key[]): Promise<Item[]> {
  const items = await getItems(table, keys)
  return keys.map((key) => items.get(keyText(key))).filter((item) => item !== undefined)
}

const isUsable = (first: Item | undefined, now: Date): boolean =>
  first !== undefined && String(first.expiresTime) > now.toISOString()

const keyOf = ({ organization }: OrganizationTable, { batchId, planHash }: PlanId, item: number): Key =>
  planKey(organization, batchId, planHash, item)

const rowOf = ({ decision, errorId, periodLeft, ...row }: PlannedMember): z.input<typeof StoredRow> => ({
  ...row,
  ...(periodLeft.size > 0 && { periodLeft: [...periodLeft] }),
  ...(errorId && { errorId }),
  decision: encodeDecision(decision),
})

const membersFrom = ({ rows }: Item): PlannedMember[] =>
  z
    .array(StoredRow)
    .parse(unpacked(rows))
    .map((row) => ({
      ...row,
      periodLeft: new Map(row.periodLeft),
      decision: decodeDecision(row.decision),
    }))

/** Halved until each half fits: how much the packing saves is not known before. */
function itemsOf(rows: readonly z.input<typeof StoredRow>[]): Uint8Array[] {
  const all = packed(rows)
  if (all.length <= PLAN_ROWS_BYTES_LIMIT || rows.length === 1) return [all]
  const middle = Math.ceil(rows.length / 2)
  return [...itemsOf(rows.slice(0, middle)), ...itemsOf(rows.slice(middle))]
}
