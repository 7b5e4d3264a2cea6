/** The value of a variable that the template sets; its absence is a broken deployment, said by name. */
export function environment(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`The environment variable ${name} is not set.`)
  return value
}

/** A whole number of at least 1. */
export function environmentCount(name: string): number {
  const value = Number(environment(name))
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`The environment variable ${name} is not a count.`)
  return value
}
