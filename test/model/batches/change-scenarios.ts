import type { Liberties, Process, Scenario } from '../scenario.ts'
import { after } from '../seeding.ts'
import { changePromises } from './change-promises.ts'
import { adder, blocker, type Changer, deleter, reader, remover, runner, unblocker } from './changers.ts'
import { type Creator, creator, sweeper } from './creators.ts'
import { requests } from './requests.ts'

const CHANGES = {
  add: adder,
  remove: remover,
  delete: deleter,
  unblock: unblocker,
  block: blocker,
  read: reader,
  run: runner,
}

export type Change = Changer & { readonly does: keyof typeof CHANGES }

export interface ChangeScenario {
  /** All requests that there are. */
  readonly ids: string
  /** Those of them that are blocked. */
  readonly blocked?: string
  /** The batches that there are. */
  readonly given: readonly Creator[]
  readonly changes: readonly Change[]
  readonly creators?: readonly Creator[]
  /** The sweeper comes while they are at work, too. */
  readonly sweeping?: boolean
  readonly may?: Liberties
}

/** Changes of committed batches, beside each other and beside creators of others. */
export async function changing(wanted: ChangeScenario): Promise<Scenario> {
  const { changes, creators = [], may = {} } = wanted
  const processes: Process[] = changes.map((change) => CHANGES[change.does](change))
  return {
    seed: await after(requests(wanted.ids, wanted.blocked), wanted.given.map(creator)),
    processes: [...processes, ...creators.map(creator), ...(wanted.sweeping ? [sweeper] : [])],
    sweeper,
    may,
    promises: changePromises(changes),
  }
}
