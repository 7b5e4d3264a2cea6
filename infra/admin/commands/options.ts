import * as z from 'zod'
import type { Option } from '../command.ts'
import { Mistake } from '../mistake.ts'

/** What options of several commands have in common. */

export const ORGANIZATION: Option = { value: 'ID', about: 'the organization', needed: true }

export const readPermissions = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

const Time = z.union([z.iso.date(), z.iso.datetime({ offset: true })])

/** A date is its beginning in UTC. */
export function readExpiry(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const time = Time.safeParse(text)
  if (!time.success) throw new Mistake(`'${text}' is no time: write 2031-01-01 or 2031-01-01T12:00:00Z.`)
  return new Date(time.data).toISOString()
}
