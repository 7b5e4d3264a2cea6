/** DynamoDB's expression language, said as sentences: `when: [is('status', 'pending'), atLeast('unallocatedMinor', 5n)]`. */

/** An attribute, or a path into one. */
export type Path = string | readonly string[]

/** A condition, rendered once its names and values have their placeholders. */
export type Condition = (bind: Binder) => string

export const exists: Condition = (bind) => `attribute_exists(${bind.name('pk')})`
export const absent: Condition = (bind) => `attribute_not_exists(${bind.name('pk')})`

export const has =
  (path: Path): Condition =>
  (bind) =>
    `attribute_exists(${bind.name(path)})`

export const lacks =
  (path: Path): Condition =>
  (bind) =>
    `attribute_not_exists(${bind.name(path)})`

export const is =
  (path: Path, value: unknown): Condition =>
  (bind) =>
    `${bind.name(path)} = ${bind.value(value)}`

/** Like `is`, where null means that the attribute is not there. */
export const stillIs = (path: Path, value: unknown): Condition =>
  value === null || value === undefined ? lacks(path) : is(path, value)

export const isOneOf =
  (path: Path, values: readonly unknown[]): Condition =>
  (bind) =>
    `${bind.name(path)} IN (${values.map((value) => bind.value(value)).join(', ')})`

export const atLeast =
  (path: Path, value: unknown): Condition =>
  (bind) =>
    `${bind.name(path)} >= ${bind.value(value)}`

export const atMost =
  (path: Path, value: unknown): Condition =>
  (bind) =>
    `${bind.name(path)} <= ${bind.value(value)}`

/** How many members a map, list or set has. */
export const sizeLessThan =
  (path: Path, value: number): Condition =>
  (bind) =>
    `size(${bind.name(path)}) < ${bind.value(value)}`

export const lessThan =
  (path: Path, value: unknown): Condition =>
  (bind) =>
    `${bind.name(path)} < ${bind.value(value)}`

export const either =
  (...conditions: readonly Condition[]): Condition =>
  (bind) =>
    `(${conditions.map((condition) => condition(bind)).join(' OR ')})`

export interface Update {
  readonly set?: readonly Assignment[]
  /** Adds to a number that is there; a negative amount takes away. */
  readonly increase?: readonly Assignment[]
  /** Adds to a number that may not be there yet; top-level attributes only. */
  readonly add?: readonly Assignment[]
  readonly remove?: readonly Path[]
  /** Takes members out of a set, which is gone when none is left; top-level attributes only. */
  readonly takeOut?: readonly Assignment[]
}

export type Assignment = readonly [path: Path, value: unknown]

export interface Expression {
  readonly names: Record<string, string>
  readonly values: Record<string, unknown>
}

export interface Binder extends Expression {
  name(path: Path): string
  value(value: unknown): string
}

/** Collects the placeholders of one request's expressions; the same name or value gets the same placeholder. */
export function binder(): Binder {
  const names: Record<string, string> = {}
  const values: Record<string, unknown> = {}
  const nameOf = new Map<string, string>()
  return {
    names,
    values,
    name: (path) =>
      (typeof path === 'string' ? [path] : path)
        .map((part) => {
          const known = nameOf.get(part)
          if (known) return known
          const placeholder = `#${nameOf.size}`
          nameOf.set(part, placeholder)
          names[placeholder] = part
          return placeholder
        })
        .join('.'),
    value: (value) => {
      const placeholder = `:${Object.keys(values).length}`
      values[placeholder] = value
      return placeholder
    },
  }
}

export const allOf = (conditions: readonly Condition[], bind: Binder): string =>
  conditions.map((condition) => condition(bind)).join(' AND ')

/** Assignments of `undefined` or null take the attribute away: an absent attribute is this table's null. */
export function updateExpression(update: Update, bind: Binder): string {
  const isNothing = ([, value]: Assignment) => value === undefined || value === null
  const set = (update.set ?? []).filter((assignment) => !isNothing(assignment))
  const remove = [...(update.remove ?? []), ...(update.set ?? []).filter(isNothing).map(([path]) => path)]
  const clauses: [string, string[]][] = [
    ['SET', [...set.map(assign(bind)), ...(update.increase ?? []).map(increase(bind))]],
    ['ADD', (update.add ?? []).map(([path, value]) => `${bind.name(path)} ${bind.value(value)}`)],
    ['REMOVE', remove.map((path) => bind.name(path))],
    ['DELETE', (update.takeOut ?? []).map(([path, value]) => `${bind.name(path)} ${bind.value(value)}`)],
  ]
  return clauses
    .filter(([, terms]) => terms.length > 0)
    .map(([verb, terms]) => `${verb} ${terms.join(', ')}`)
    .join(' ')
}

const assign =
  (bind: Binder) =>
  ([path, value]: Assignment): string =>
    `${bind.name(path)} = ${bind.value(value)}`

const increase =
  (bind: Binder) =>
  ([path, value]: Assignment): string =>
    `${bind.name(path)} = ${bind.name(path)} + ${bind.value(value)}`
