import { type InvalidField, Refusal } from '../domain/refusal.ts'
import { type Filter, type FilterFields, readFilter } from './filter.ts'
import { readSort, type Sort } from './sort.ts'

/** What a caller asks of a collection (api-reference §1.3). */
export interface CollectionQuery<F extends string = string> {
  readonly limit: number
  readonly offset: number
  readonly filter: Filter<F>
  /** As asked for; never empty: without `sort` the newest come first. */
  readonly sort: Sort<F>
  readonly q: string | null
}

/** The decoded query string, every parameter with all its values, as API Gateway hands it over. */
export type QueryParameters = Readonly<Record<string, readonly string[] | undefined>> | null

export interface CollectionContract<F extends string> {
  readonly fields: FilterFields<F>
  /** Whether it understands `q`, a part of a text. */
  readonly search?: boolean
}

export const PAGE_LIMIT = 1_000
export const OFFSET_LIMIT = 1_000
/** The page size of the published PHP client; no default is published. */
export const DEFAULT_PAGE_SIZE = 100
/** The longest text that `q` looks into, a batch's description. */
export const SEARCH_LENGTH_LIMIT = 255

/** Reads limit, offset, sort, filter and q; refuses with everything that is wrong with any of them. Other parameters are ignored. */
export function readCollectionQuery<F extends string>(
  parameters: QueryParameters,
  { fields, search = false }: CollectionContract<F>,
): CollectionQuery<F> {
  const problems: InvalidField[] = []
  const complain = (field: string) => (message: string) => problems.push({ field, message })
  const text = (name: string) => readText(parameters, name, complain(name))

  const { filter, problems: inFilter } = readFilter(text('filter'), fields)
  const { sort, problems: inSort } = readSort(
    text('sort') || ('createdTime' in fields ? NEWEST_FIRST : ''),
    fields,
  )
  inFilter.forEach(complain('filter'))
  inSort.forEach(complain('sort'))
  const limit = readCount(text('limit'), DEFAULT_PAGE_SIZE, PAGE_LIMIT, complain('limit'))
  const offset = readCount(text('offset'), 0, OFFSET_LIMIT, complain('offset'))
  const q = text('q').trim()
  if (q !== '' && !search) complain('q')('This collection cannot be searched by q; use filter.')
  if (q.length > SEARCH_LENGTH_LIMIT) complain('q')(`q has at most ${SEARCH_LENGTH_LIMIT} characters.`)

  if (problems.length > 0)
    throw new Refusal(inFilter.length > 0 ? 'invalid-filter' : 'invalid-query', {
      detail: problems.map(({ field, message }) => `${field}: ${message}`).join(' '),
      invalidFields: problems,
    })
  return { limit, offset, filter, sort, q: q === '' ? null : q }
}

/** No default is published. What has no time of creation keeps the order in which it is kept. */
const NEWEST_FIRST = '-createdTime'

/** What a page says of the whole collection; `gte`: there are at least so many (rules §1). */
export interface Pagination {
  readonly total: number
  readonly totalRelation: 'eq' | 'gte'
  readonly limit: number
  readonly offset: number
}

export const paginationHeaders = (pagination: Pagination): Record<string, string> => ({
  'Pagination-Total': String(pagination.total),
  'Pagination-Limit': String(pagination.limit),
  'Pagination-Offset': String(pagination.offset),
  ...(pagination.totalRelation === 'gte' && { 'Pagination-Total-Relation': 'gte' }),
})

type Complain = (message: string) => void

/** Given twice, nobody knows which is meant; undecodable bytes arrive as the replacement character. */
function readText(parameters: QueryParameters, name: string, complain: Complain): string {
  const given = parameters && Object.hasOwn(parameters, name) ? (parameters[name] ?? []) : []
  const [text = '', ...others] = given
  if (others.length > 0) complain(`${name} is given ${given.length} times; give it once.`)
  else if (UNREADABLE.test(text)) complain(`${name} is not readable text in percent-encoded UTF-8.`)
  else return text
  return ''
}

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const UNREADABLE = /[\u0000-\u001f\u007f\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])/

function readCount(text: string, absent: number, limit: number, complain: Complain): number {
  if (text === '') return absent
  const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (count <= limit) return count
  complain(`${JSON.stringify(text.slice(0, 60))} is not a whole number from 0 to ${limit}.`)
  return absent
}
