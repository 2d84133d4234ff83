/** Rows of cells as aligned text under headings; numbers to the right. */
export function textTable(headings: string[], rows: (string | number | null)[][]): string {
  if (rows.length === 0) return 'Nothing to show.'
  const cells = [headings, ...rows.map((row) => row.map((cell) => String(cell ?? '–')))]
  const widths = headings.map((_, column) =>
    Math.max(...cells.map((row) => (row[column] ?? '').length)),
  )
  const isNumeric = headings.map((_, column) =>
    rows.every((row) => /^(-?[\d.]+)?$/.test(String(row[column] ?? ''))),
  )
  return cells
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0
          return isNumeric[column] ? cell.padStart(width) : cell.padEnd(width)
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
