/**
 * A page with one of its Markdown tables brought up to date. The table is found by its head.
 *
 * @param rows lines of the table, without head and divider
 * @throws Error if the page has no such table, or several
 */
export function withTable(page: string, head: string, rows: readonly string[]): string {
  const [before = "", ...rest] = page.split(`${head}\n`)
  const [behind, ...others] = rest
  if (behind === undefined || others.length > 0) throw new Error(`the page has no table "${head}", or several`)
  const divider = head.replaceAll(/[^|]+/g, "---")
  return [`${before}${head}`, divider, ...rows, behind.slice(behind.search(/^(?!\|)/m))].join("\n")
}
