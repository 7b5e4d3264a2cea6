import { type Operand, type Placeholders, type Words, words } from './expression.ts'
import { canonical, isNumber, isRecord } from './values.ts'

/** Whether an item (none: undefined) meets a condition. */
export type Test = (item: unknown) => boolean

/** A condition, filter or key condition, as DynamoDB reads it. */
export function condition(text: string | undefined, bound: Placeholders): Test {
  if (text === undefined) return () => true
  const list = words(text, bound)
  const test = anyOf(list)
  if (!list.ended) throw new Error(`Not modelled, behind its end: ${text}`)
  return test
}

function anyOf(list: Words): Test {
  const tests = [everyOf(list)]
  while (list.take('OR')) tests.push(everyOf(list))
  return (item) => tests.some((test) => test(item))
}

function everyOf(list: Words): Test {
  const tests = [single(list)]
  while (list.take('AND')) tests.push(single(list))
  return (item) => tests.every((test) => test(item))
}

function single(list: Words): Test {
  if (list.take('NOT')) {
    const test = single(list)
    return (item) => !test(item)
  }
  if (list.take('(')) {
    const test = anyOf(list)
    list.demand(')')
    return test
  }
  const question = list.take('attribute_exists', 'attribute_not_exists', 'begins_with', 'contains')
  return question ? asked(question, list) : compared(list)
}

function asked(question: string, list: Words): Test {
  list.demand('(')
  const subject = list.operand()
  const isThere: Test = (item) => subject(item) !== undefined
  if (question.startsWith('attribute_')) {
    list.demand(')')
    return question === 'attribute_exists' ? isThere : (item) => !isThere(item)
  }
  list.demand(',')
  const object = list.operand()
  list.demand(')')
  const judge = question === 'contains' ? contains : beginsWith
  return (item) => judge(subject(item), object(item))
}

const beginsWith = (whole: unknown, part: unknown): boolean =>
  typeof whole === 'string' && typeof part === 'string' && whole.startsWith(part)

function contains(whole: unknown, part: unknown): boolean {
  if (typeof whole === 'string') return typeof part === 'string' && whole.includes(part)
  const members: unknown[] = whole instanceof Set ? [...whole] : Array.isArray(whole) ? whole : []
  return members.some((member) => same(member, part))
}

function compared(list: Words): Test {
  const left = sizeOrOperand(list)
  if (list.take('BETWEEN')) {
    const from = list.operand()
    list.demand('AND')
    const to = list.operand()
    return (item) => order(from(item), left(item), '<=') && order(left(item), to(item), '<=')
  }
  if (list.take('IN')) {
    list.demand('(')
    const choices = [list.operand()]
    while (list.take(',')) choices.push(list.operand())
    list.demand(')')
    return (item) => choices.some((choice) => same(left(item), choice(item)))
  }
  const sign = list.take('=', '<>', '<', '<=', '>', '>=')
  if (!sign) throw new Error('A comparison that is not modelled.')
  const right = sizeOrOperand(list)
  if (sign === '=') return (item) => same(left(item), right(item))
  if (sign === '<>') return (item) => !same(left(item), right(item))
  return sign.startsWith('<')
    ? (item) => order(left(item), right(item), sign)
    : (item) => order(right(item), left(item), sign.replace('>', '<'))
}

function sizeOrOperand(list: Words): Operand {
  if (!list.take('size')) return list.operand()
  list.demand('(')
  const subject = list.operand()
  list.demand(')')
  return (item) => sizeOf(subject(item))
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (value instanceof Set) return value.size
  if (Array.isArray(value)) return value.length
  return isRecord(value) ? Object.keys(value).length : undefined
}

/** An attribute that is missing equals nothing. */
const same = (a: unknown, b: unknown): boolean =>
  a !== undefined && b !== undefined && canonical(a) === canonical(b)

/** Values of different types, or that are missing, stand in no order. */
function order(a: unknown, b: unknown, sign: string): boolean {
  const comparable = (isNumber(a) && isNumber(b)) || (typeof a === 'string' && typeof b === 'string')
  return comparable && (a < b || (sign === '<=' && canonical(a) === canonical(b)))
}
