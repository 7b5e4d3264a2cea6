import { inject } from 'vitest'
import { type LocalStack, startLocalStack } from '../../../infra/local/stack.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import type { Call } from './client.ts'
import { newOrganizationOn } from './organization.ts'

export interface JourneyDesk {
  readonly stack: LocalStack
  /** What the functions have logged so far, in order. */
  readonly log: readonly LogLine[]
  /** An organization of a test's own, with a key that may do everything. */
  newOrganization(id?: string): Promise<JourneyOrganization>
}

/** Of one test file alone, which stops it. */
export interface OwnDesk extends JourneyDesk {
  stop(): Promise<void>
}

export interface JourneyOrganization {
  readonly id: string
  readonly apiKey: string
  /** Where the API has it; what `setEndpoints` and a person would be given. */
  readonly url: string
  readonly call: Call
  /** The table as an operator reaches it, for what would take too long over HTTP. */
  readonly table: OrganizationTable
  /** Another credential of it. */
  as(permissions: readonly string[], expiresTime?: string): Promise<Call>
}

export interface LogLine {
  readonly function: string
  readonly line: string
}

let shared: Promise<JourneyDesk> | undefined

/**
 * The whole service on this machine. The test files of a worker use the same one, one after the other, and so start its
 * functions once: each takes organizations of its own, and takes back what it has broken.
 */
export function sharedDesk(): Promise<JourneyDesk> {
  shared ??= startDesk()
  return shared
}

/** For a test file that overrides settings, counts, or breaks what cannot be mended. */
export async function startDesk(environment: Record<string, string> = {}): Promise<OwnDesk> {
  const log: LogLine[] = []
  const stack = await startLocalStack({
    assembly: inject('assembly'),
    environment: { POWERTOOLS_LOG_LEVEL: 'INFO', ...environment },
    log: (name, line) => log.push({ function: name, line }),
    schedules: false,
  })
  return {
    stack,
    log,
    newOrganization: (id) => newOrganizationOn(stack, id),
    stop: () => stack.stop(),
  }
}
