/** Members of batches by the batches' ids. */
export type Batches = ReadonlyMap<string, readonly string[]>

/** What somebody asked for, and was told before the crash, if anything. */
export interface Attempt {
  readonly what: string
  /** Of a creation only its answer names the batch. */
  readonly batch?: string
  /** Its members if this was done, and if it was not; null: there is no such batch. */
  readonly done: readonly string[] | null
  readonly undone: readonly string[] | null
  readonly status: number | undefined
}

/** Everything in what was found that what was there, was asked for and was answered does not explain. */
export function contradictions(before: Batches, attempts: readonly Attempt[], found: Batches): string[] {
  const left = new Map(found)
  const said: string[] = []
  for (const attempt of attempts) {
    const { what, status } = attempt
    const id = attempt.batch ?? likelyId(attempt, before, left)
    const members = left.get(id) ?? null
    left.delete(id)
    if (!possible(attempt).some((one) => isSame(one, members)))
      said.push(`${what}, answered ${status}, left ${id || 'no batch'} with ${members?.length} members`)
  }
  const untouched = [...before].filter(([id]) => !attempts.some(({ batch }) => batch === id))
  for (const [id, members] of untouched) {
    if (!isSame(members, left.get(id) ?? null)) said.push(`${id} is not what it was`)
    left.delete(id)
  }
  return [...said, ...[...left.keys()].map((id) => `nobody asked for ${id}`)]
}

/** A batch that was made for somebody who was not told its id. */
const likelyId = ({ done }: Attempt, before: Batches, found: Batches): string =>
  [...found].find(([id, members]) => !before.has(id) && isSame(members, done))?.[0] ?? ''

/** A success has happened, a refusal has changed nothing; whoever was not answered knows only that it is one of them. */
function possible({ status = 500, done, undone }: Attempt): (readonly string[] | null)[] {
  if (status < 300) return [done]
  return status < 500 ? [undone] : [done, undone]
}

const isSame = (one: readonly string[] | null, other: readonly string[] | null): boolean =>
  one === null || other === null
    ? one === other
    : one.length === other.length && new Set(one).isSubsetOf(new Set(other))
