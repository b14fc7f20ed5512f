/** Tables in Markdown, and how figures are written in them. */
export type Row = readonly (string | number)[]

const row = (cells: Row): string => `| ${cells.join(" | ")} |`

export const table = (head: Row, rows: readonly Row[]): string[] => [
  row(head),
  row(head.map(() => "---")),
  ...rows.map(row),
]

export const percent = (share: number): number => Math.round(share * 100)

export const counted = (count: number): string => count.toLocaleString("en")
