/** Reads what an earlier version of this code wrote: a value is as expected, or a TypeError says that it is not. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw unexpected('an object', value)
  return { ...value }
}

export function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw unexpected('a list', value)
  return value
}

export function text(value: unknown): string {
  if (typeof value !== 'string') throw unexpected('a text', value)
  return value
}

/** Minor units, written as a string because a JSON number does not carry every bigint. */
export function minor(value: unknown): bigint {
  if (typeof value !== 'string' || !/^(0|-?[1-9]\d*)$/.test(value)) throw unexpected('minor units', value)
  return BigInt(value)
}

export function oneOf<const Value>(values: readonly Value[], value: unknown): Value {
  const found = values.find((known) => known === value)
  if (found === undefined) throw unexpected(`one of ${values.join(', ')}`, value)
  return found
}

export const orNull = <Value>(value: unknown, read: (value: unknown) => Value): Value | null =>
  value === null ? null : read(value)

const unexpected = (expected: string, value: unknown): TypeError =>
  new TypeError(`Expected ${expected}, found ${JSON.stringify(value)}`)
