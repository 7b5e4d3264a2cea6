import { type Pagination, paginationHeaders } from '../../shared/contracts/collection-query.ts'
import { CSV_CONTENT_TYPE } from '../../shared/contracts/csv.ts'

/** What an operation answers; the wrapper checks the body against the schema that stands under its status. */
export interface Answer {
  readonly status: 200 | 201 | 204
  /** A text is answered as it stands, as the Content-Type among the headers. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** `version` becomes the ETag (rules §1: every GET of one resource and every write). */
export const ok = (body: unknown, version?: number): Answer => ({ status: 200, body, headers: etag(version) })

/** `self` is the link of what was created. */
export const created = (
  body: { readonly _links: readonly { rel: string; href: string }[] },
  version: number,
): Answer => ({
  status: 201,
  body,
  headers: { ...etag(version), Location: body._links.find(({ rel }) => rel === 'self')?.href ?? '' },
})

/** What was there already, and where it is. */
export const located = (...[body, version]: Parameters<typeof created>): Answer => ({
  ...created(body, version),
  status: 200,
})

/** Done, and there is nothing to show. */
export const noContent = (headers: Answer['headers'] = {}): Answer => ({ status: 204, headers })

const etag = (version: number | undefined): Record<string, string> =>
  version === undefined ? {} : { ETag: `"${version}"` }

/** A page of a collection: a bare array, and how much there is in the headers. */
export const page = (body: readonly unknown[], pagination: Pagination): Answer => ({
  status: 200,
  body,
  headers: paginationHeaders(pagination),
})

/** The same page as a file, for whoever asks for `text/csv`. */
export const csvPage = (csv: string, pagination: Pagination): Answer => ({
  status: 200,
  body: csv,
  headers: { ...paginationHeaders(pagination), 'Content-Type': CSV_CONTENT_TYPE },
})
