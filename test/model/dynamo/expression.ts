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
  const unused = [...Object.keys(names), ...Object.keys(values)].filter(
    (placeholder) => !used.has(placeholder),
  )
  if (unused.length > 0) throw new Error(`Placeholders that no expression uses: ${unused.join(', ')}`)
}

/** The words of an expression, read one after the other. */
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

export function words(text: string, bound: Placeholders): Words {
  const list = split(text)
  let next = 0
  const takeIf = (isWanted: (word: string) => boolean): string | undefined => {
    const word = list[next]
    if (word === undefined || !isWanted(word)) return undefined
    next += 1
    return word
  }
  const demandIf = (isWanted: (word: string) => boolean): string => {
    const word = takeIf(isWanted)
    if (word === undefined) throw new Error(`Not modelled, at word ${next + 1} (${list[next]}): ${text}`)
    return word
  }
  const take: Words['take'] = (...wanted) => takeIf((word) => wanted.includes(word))
  const name = () =>
    nameOf(
      demandIf((word) => NAME.test(word)),
      bound,
    )
  const path = () => {
    const parts = [name()]
    while (take('.')) parts.push(name())
    return parts
  }
  return {
    take,
    path,
    demand: (wanted) => void demandIf((word) => word === wanted),
    operand() {
      const placeholder = takeIf((word) => word.startsWith(':'))
      return placeholder ? constant(placeholder, bound) : attribute(path())
    },
    get ended() {
      return next === list.length
    },
  }
}

const NAME = /^#?\w+$/

function nameOf(word: string, { names, used }: Placeholders): string {
  if (!word.startsWith('#')) return word
  used.add(word)
  const name = names[word]
  if (name === undefined) throw new Error(`Nothing is called ${word} (ValidationException).`)
  return name
}

function constant(placeholder: string, { values, used }: Placeholders): Operand {
  if (!(placeholder in values)) throw new Error(`Nothing is called ${placeholder} (ValidationException).`)
  used.add(placeholder)
  return () => values[placeholder]
}

const attribute =
  (path: readonly string[]): Operand =>
  (item) =>
    at(item, path)

const WORD = /\s*(<=|>=|<>|[=<>(),.+-]|[:#]?\w+)/y

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
