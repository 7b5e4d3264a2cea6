import { isObject, type JsonObject } from '../json.ts'

/** True when the event has what the pattern asks for: EventBridge's rules, and the filters of Lambda's event sources. */
export function matchesPattern(pattern: JsonObject, event: unknown): boolean {
  return Object.entries(pattern).every(([name, asked]) => {
    if (name === '$or')
      return Array.isArray(asked) && asked.some((one) => isObject(one) && matchesPattern(one, event))
    const value = isObject(event) ? event[name] : undefined
    if (Array.isArray(asked)) return asked.some((matcher) => matchesLeaf(matcher, value))
    if (isObject(asked)) return eachOf(value).some((part) => matchesPattern(asked, part))
    throw new Error(`A pattern asks for ${name} by ${JSON.stringify(asked)}, which is no list`)
  })
}

/** Throws for a pattern with a matcher that is not known here, before any event comes. */
export function checkPattern(pattern: JsonObject): void {
  for (const [name, asked] of Object.entries(pattern)) {
    if (isObject(asked)) checkPattern(asked)
    else if (!Array.isArray(asked)) throw new Error(`${JSON.stringify(pattern)} is no pattern`)
    else if (name === '$or') asked.filter(isObject).forEach(checkPattern)
    else for (const matcher of asked.filter(isObject)) matchesLeaf(matcher, undefined)
  }
}

/** A list in an event matches when one of its parts does. */
function eachOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value]
}

function matchesLeaf(matcher: unknown, value: unknown): boolean {
  if (!isObject(matcher)) return eachOf(value).includes(matcher)
  return Object.entries(matcher).every(([name, argument]) => {
    const known = MATCHERS[name]
    if (known === undefined) throw new Error(`The local stack does not know the matcher ${name}`)
    if (name === 'exists') return known(value, argument)
    return eachOf(value).some((part) => known(part, argument))
  })
}

const MATCHERS: Readonly<Record<string, (value: unknown, argument: unknown) => boolean>> = {
  exists: (value, argument) => (value !== undefined && !isObject(value)) === argument,
  prefix: (value, argument) => onTexts(value, argument, (text, part) => text.startsWith(part)),
  suffix: (value, argument) => onTexts(value, argument, (text, part) => text.endsWith(part)),
  'equals-ignore-case': (value, argument) =>
    onTexts(value, argument, (text, part) => text.toLowerCase() === part.toLowerCase()),
  wildcard: (value, argument) =>
    onTexts(value, argument, (text, part) =>
      new RegExp(`^${RegExp.escape(part).replaceAll('\\*', '.*')}$`, 's').test(text),
    ),
  'anything-but': (value, argument) =>
    value !== undefined &&
    (isObject(argument) ? !matchesLeaf(argument, value) : !eachOf(argument).includes(value)),
  numeric: (value, argument) =>
    typeof value === 'number' && eachOf(argument).length > 0 && inRange(value, eachOf(argument)),
}

function onTexts(value: unknown, argument: unknown, test: (text: string, part: string) => boolean): boolean {
  return typeof value === 'string' && typeof argument === 'string' && test(value, argument)
}

/** `[">", 0, "<=", 5]` */
function inRange(value: number, [operator, bound, ...more]: unknown[]): boolean {
  if (operator === undefined) return true
  const compare = typeof operator === 'string' ? COMPARISONS[operator] : undefined
  if (compare === undefined || typeof bound !== 'number')
    throw new Error('A numeric matcher is not as EventBridge has it')
  return compare(value, bound) && inRange(value, more)
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
}
