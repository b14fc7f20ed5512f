import Papa from "papaparse"

/** A spreadsheet would take a cell that begins so for a formula. Blanks before it do not stop it. */
const formula = /^\s*[=+\-@\t\r\n＝＋－＠]/

/**
 * Lines as CSV (RFC 4180). Cells that a spreadsheet would read as a formula are marked as text. It begins with a byte
 * order mark, without which spreadsheets read accents wrongly.
 */
export function csvOf(lines: readonly (readonly string[])[]): string {
  const cells = lines.map((line) => line.map((cell) => (formula.test(cell) ? `'${cell}` : cell)))
  return `\ufeff${Papa.unparse(cells, { newline: "\r\n" })}\r\n`
}
