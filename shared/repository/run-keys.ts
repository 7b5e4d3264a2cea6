import { batchKey, type Key } from './keys.ts'

/** How the keys of what runs leave behind look; it lies in the partition of their batch (design §5). */

export const runInputKey = (organization: string, batch: string, run: string): Key =>
  inBatch(organization, batch, `RUN#${run}#INPUT`)

export const runPartKey = (
  organization: string,
  batch: string,
  run: string,
  { chunk, part }: RunPlace,
): Key => inBatch(organization, batch, `RUN#${run}#${digits(chunk)}#${digits(part)}`)

export interface RunPlace {
  readonly chunk: number
  readonly part: number
}

/** Which part of a run lies under this key. */
export function partOfRun({ sk }: Pick<Key, 'sk'>): RunPlace {
  const [, , chunk, part] = sk.split('#')
  return { chunk: Number(chunk), part: Number(part) }
}

/** Every part of a run, not its input: digits sort before `I`. */
export const runParts = (organization: string, batch: string, run: string, chunk?: number) => ({
  pk: batchKey(organization, batch).pk,
  prefix: chunk === undefined ? `RUN#${run}#0` : `RUN#${run}#${digits(chunk)}#`,
})

/** What an earlier run came to; apart from the parts, so that a list of runs does not read them. */
export const earlierRunKey = (organization: string, batch: string, run: string): Key =>
  inBatch(organization, batch, `${EARLIER}${run}`)

/** Every earlier run of a batch, in the order in which they were started. */
export const earlierRuns = (organization: string, batch: string) => ({
  pk: batchKey(organization, batch).pk,
  prefix: EARLIER,
})

const EARLIER = 'EARLIER#'

/** A plan has as many items as its size takes. */
export const planKey = (organization: string, batch: string, hash: string, item: number): Key =>
  inBatch(organization, batch, `PLAN#${hash}#${item}`)

const inBatch = (organization: string, batch: string, sk: string): Key => ({
  pk: batchKey(organization, batch).pk,
  sk,
})

/** Sorts as text as it does as a number. */
const digits = (number: number): string => String(number).padStart(4, '0')
