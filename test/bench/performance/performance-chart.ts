import type { Row } from "./performance-summary.ts"

const left = 330
const width = 900
const top = 60
const rowHeight = 24
const colours: Readonly<Record<Row["unit"], string>> = {
  ms: "#5f8fc2",
  calls: "#b08d57",
  units: "#b08d57",
  $: "#0b6e4f",
}

/** Ratios of the axis. */
const ticks = [0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128]

/** Where a ratio stands on the logarithmic axis. */
function placeOf(ratio: number): number {
  const [first = 1, last = 1] = [ticks[0], ticks.at(-1)]
  const share = Math.log(Math.min(last, Math.max(first, ratio)) / first) / Math.log(last / first)
  return left + share * (width - left - 60)
}

/**
 * An SVG with a bar for each row: how many times as much the exchange takes as the twin with the same promises. A
 * circle shows the same of the lean twin.
 */
export function toSvg({ rows }: { readonly rows: readonly Pick<Row, "name" | "unit" | "ratio">[] }): string {
  const height = top + rows.length * rowHeight + 20
  const tick = (ratio: number) =>
    `<line x1="${placeOf(ratio)}" y1="${top - 8}" x2="${placeOf(ratio)}" y2="${height - 12}" stroke="${ratio === 1 ? "#1f2933" : "#e1e5ea"}"/>` +
    `<text x="${placeOf(ratio)}" y="${top - 14}" text-anchor="middle">${ratio}x</text>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#1f2933">`,
    "<title>The exchange beside two twins written by the book: how many times as much it takes</title>",
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    legend,
    ...ticks.map(tick),
    ...rows.map(bar),
    "</svg>",
    "",
  ].join("\n")
}

const legend = `<text x="${left}" y="20">Bar: beside the twin with the same promises. Circle: beside the lean twin, which does less.</text>`

function bar({ name, ratio: { toLean, toEqual }, unit }: Pick<Row, "name" | "unit" | "ratio">, index: number): string {
  const [from = 0, to = 0] = [placeOf(1), placeOf(toEqual)].sort((one, other) => one - other)
  const y = top + index * rowHeight
  const colour = colours[unit]
  const circle = placeOf(toLean)
  // Right of the bar, of 1x and of a circle that is near, because names stand on the left.
  const text = circle >= to - 8 && circle < to + 44 ? circle + 10 : to + 6
  return (
    `<text x="${left - 12}" y="${y + 12}" text-anchor="end">${name.replaceAll("&", "&amp;")}</text>` +
    `<rect x="${from.toFixed(1)}" y="${y}" width="${Math.max(1, to - from).toFixed(1)}" height="16" fill="${colour}"/>` +
    `<circle cx="${circle.toFixed(1)}" cy="${y + 8}" r="5" fill="#ffffff" stroke="${colour}" stroke-width="2"/>` +
    `<text x="${text.toFixed(1)}" y="${y + 12}">${toEqual.toFixed(2)}</text>`
  )
}
