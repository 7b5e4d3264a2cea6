export interface Column<Row> {
  readonly title: string
  readonly cell: (row: Row) => string | number
}

/** Rows under their titles: text to the left, numbers to the right. */
export function textTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = rows.map((row) => columns.map(({ cell }) => cell(row)))
  const layout = columns.map(({ title }, i) => {
    const texts = cells.map((row) => written(row[i]))
    return {
      title,
      width: Math.max(title.length, ...texts.map((text) => text.length)),
      isNumber: texts.every((text) => /^[\d.,]*( s)?$/.test(text)),
    }
  })
  const line = (texts: readonly string[]) =>
    layout
      .map(({ width, isNumber }, i) => (isNumber ? texts[i]?.padStart(width) : texts[i]?.padEnd(width)))
      .join('  ')
      .trimEnd()
  return [
    line(layout.map(({ title }) => title)),
    layout.map(({ width }) => '─'.repeat(width)).join('──'),
    ...cells.map((row) => line(row.map(written))),
  ].join('\n')
}

const written = (cell: string | number | undefined): string =>
  typeof cell === 'number' ? cell.toLocaleString('en') : (cell ?? '')
