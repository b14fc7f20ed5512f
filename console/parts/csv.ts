import Papa from "papaparse"
import { spreadsheetCell } from "../../shared/base/contracts/spreadsheet-cell.ts"

/**
 * Lines as CSV (RFC 4180). Cells that a spreadsheet would read as a formula are marked as text. It begins with a byte
 * order mark, without which spreadsheets read accents wrongly.
 */
export function csvOf(lines: readonly (readonly string[])[]): string {
  const cells = lines.map((line) => line.map(spreadsheetCell))
  return `\ufeff${Papa.unparse(cells, { newline: "\r\n" })}\r\n`
}
