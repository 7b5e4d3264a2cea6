import { type ExactNumber, isExactNumber } from './json.ts'

/** A value of a cell: null is an empty one, numbers and texts stand as JSON shows them. */
export type Cell = string | number | boolean | ExactNumber | null

/**
 * Rows as `text/csv` (RFC 4180): a line of the columns' names, then a line for each row, each ended by CRLF. A text that
 * a spreadsheet would take for a formula gets an apostrophe before it, which spreadsheets read as "this is text".
 */
export const csvOf = <Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, Cell>>[],
): string =>
  [columns, ...rows.map((row) => columns.map((column) => row[column]))]
    .map((cells) => `${cells.map(cellText).join(',')}\r\n`)
    .join('')

export const CSV_MEDIA_TYPE = 'text/csv'

/** What `csvOf` makes, told to the client. */
export const CSV_CONTENT_TYPE = `${CSV_MEDIA_TYPE}; charset=utf-8; header=present`

function cellText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return quoted(FORMULA.test(cell) ? `'${cell}` : cell)
  return isExactNumber(cell) ? cell.rawJSON : String(cell)
}

/** OWASP, "CSV injection": what a cell must not begin with; the full-width forms are read alike in Japanese settings. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
