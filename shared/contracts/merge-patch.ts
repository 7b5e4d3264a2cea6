/** What a PATCH makes of a resource (RFC 7396): objects merge member by member, null takes away, all else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isPlainObject(patch)) return patch
  const base = isPlainObject(target) ? target : {}
  const merged = Object.entries(patch).map(([name, value]) => [name, mergePatch(base[name], value)] as const)
  return Object.fromEntries(
    [...Object.entries(base).filter(([name]) => !Object.hasOwn(patch, name)), ...merged].filter(
      ([, value]) => value !== null && value !== undefined,
    ),
  )
}

const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
