import type { Liberties, Scenario } from '../scenario.ts'
import { creationPromises } from './creation-promises.ts'
import { type Creator, creator, sweeper } from './creators.ts'
import { requests } from './requests.ts'

/** Creators of batches beside each other, over every request that any of them wants. */
export const creating = (creators: readonly Creator[], options: Options = {}): Scenario => {
  const { may = {}, sweeping = false } = options
  return {
    seed: requests([...new Set(creators.flatMap(({ ids }) => [...ids]))].join('')),
    processes: [...creators.map(creator), ...(sweeping ? [sweeper] : [])],
    sweeper,
    may,
    promises: creationPromises(creators, Object.keys(may).length === 0),
  }
}

export interface Options {
  readonly may?: Liberties
  /** The sweeper comes while they are at work, too. */
  readonly sweeping?: boolean
}
