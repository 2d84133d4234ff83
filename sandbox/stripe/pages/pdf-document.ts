/** One line of text on a page: `x` and `y` in points from the upper left corner of the paper. */
export interface PdfText {
  text: string
  x: number
  y: number
  size: number
  bold?: boolean
  /** Ends at `x` in place of beginning there. */
  right?: boolean
}

/**
 * A document of one US letter page with plain text on it, as simple as PDF 1.4 allows
 * (ISO 32000-1, 7.5): a fixed-width font, whose widths everybody knows.
 */
export function pdfDocument(texts: readonly PdfText[]): Buffer {
  const content = Buffer.from(texts.map(operators).join('\n'), 'latin1')
  const objects = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 ${HEIGHT}] /Contents 6 0 R /Resources << /Font << /R 4 0 R /B 5 0 R >> >> >>`,
    ),
    font('Courier'),
    font('Courier-Bold'),
    Buffer.concat([
      Buffer.from(`<< /Length ${content.length} >>\nstream\n`),
      content,
      Buffer.from('\nendstream'),
    ]),
  ]
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')]
  const offsets = objects.map((object, index) => {
    const offset = parts.reduce((sum, part) => sum + part.length, 0)
    parts.push(Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n'))
    return offset
  })
  const start = parts.reduce((sum, part) => sum + part.length, 0)
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
  const size = objects.length + 1
  return Buffer.concat([
    ...parts,
    Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${entries.join('')}`),
    Buffer.from(`trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`),
  ])
}

const HEIGHT = 792

function operators({ text, x, y, size, bold, right }: PdfText): string {
  // Every letter of Courier is 0.6 of its size wide.
  const from = right ? x - text.length * size * 0.6 : x
  const escaped = text
    .replaceAll(/[\\()]/g, '\\$&')
    // WinAnsi is Latin 1 but for a few signs; the euro is the one that invoices need.
    .replaceAll('€', '\x80')
    .replaceAll(/[^\x20-\x7e\x80\xa0-\xff]/g, '?')
  const font = bold ? 'B' : 'R'
  return `BT /${font} ${size} Tf ${from.toFixed(2)} ${HEIGHT - y} Td (${escaped}) Tj ET`
}

function font(name: string): Buffer {
  return Buffer.from(
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`,
  )
}
