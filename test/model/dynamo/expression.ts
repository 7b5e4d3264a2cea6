import { asStored, at } from './values.ts'

/**
 * The words of one expression with its placeholders' meanings. Throws on whatever it does not know, and on a
 * placeholder that is missing or never used, as DynamoDB does.
 */
export interface Placeholders {
  readonly names: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, unknown>>
  readonly used: Set<string>
}

export function placeholders(input: {
  ExpressionAttributeNames?: Record<string, string> | undefined
  ExpressionAttributeValues?: Record<string, unknown> | undefined
}): Placeholders {
  const values = asStored(input.ExpressionAttributeValues ?? {})
  return { names: input.ExpressionAttributeNames ?? {}, values, used: new Set() }
}

export function demandAllUsed({ names, values, used }: Placeholders): void {
  const unused = [...Object.keys(names), ...Object.keys(values)].filter((placeholder) => !used.has(placeholder))
  if (unused.length > 0) throw new Error(`Placeholders that no expression uses: ${unused.join(', ')}`)
}

export interface Words {
  /** Takes the next word if it is one of these (keywords in capitals). */
  take(...words: readonly string[]): string | undefined
  demand(word: string): void
  path(): readonly string[]
  /** A placeholder's value, or what an attribute has. */
  operand(): Operand
  readonly ended: boolean
}

export type Operand = (item: unknown) => unknown

const WORD = /\s*(<=|>=|<>|[=<>(),.+-]|[:#]?\w+)/y

export function words(text: string, bound: Placeholders): Words {
  const list = split(text)
  let next = 0
  const fail = (): never => {
    throw new Error(`Not modelled, at word ${next + 1} (${list[next]}): ${text}`)
  }
  const take = (...wanted: readonly string[]): string | undefined => {
    const word = list[next]
    if (word === undefined || !wanted.includes(word)) return undefined
    next += 1
    return word
  }
  const name = (): string => {
    const word = list[next] ?? ''
    if (!/^#?\w+$/.test(word)) return fail()
    next += 1
    if (!word.startsWith('#')) return word
    bound.used.add(word)
    return bound.names[word] ?? fail()
  }
  const path = (): readonly string[] => {
    const parts = [name()]
    while (take('.')) parts.push(name())
    return parts
  }
  const value = (word: string): unknown => {
    if (!(word in bound.values)) fail()
    next += 1
    bound.used.add(word)
    return bound.values[word]
  }
  return {
    take,
    path,
    demand: (word) => void (take(word) ?? fail()),
    operand() {
      const word = list[next]
      if (word?.startsWith(':')) {
        const constant = value(word)
        return () => constant
      }
      const where = path()
      return (item) => at(item, where)
    },
    get ended() {
      return next === list.length
    },
  }
}

function split(text: string): string[] {
  const list: string[] = []
  WORD.lastIndex = 0
  while (WORD.lastIndex < text.trimEnd().length) {
    const from = WORD.lastIndex
    const match = WORD.exec(text)
    if (!match?.[1]) throw new Error(`Not an expression, from character ${from + 1}: ${text}`)
    list.push(match[1])
  }
  return list
}
