import { spreadsheetCell } from "../../base/contracts/spreadsheet-cell.ts"

/** A line of CSV (RFC 4180). Cells that a spreadsheet would read as a formula are marked as text. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cell).join(",")}\r\n`

function cell(value: string): string {
  const text = spreadsheetCell(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
