/** The picture of a walk: references over time, as inline SVG. */
import type { Access } from "../../../../shared/watch/detection/access.ts"
import type { Walker } from "../walkers/walker.ts"

const width = 720
const height = 220
const margin = { left: 76, right: 12, top: 12, bottom: 28 }
/** Of more lookups, every second, third and so on is drawn. */
const mostPoints = 3_000

/**
 * Time runs to the right; upwards are the numbers of the references, counted from the lowest, or their order of first
 * lookup if they have no numbers. No number and no reference is in the picture.
 */
export const walkPicture = ({ lookups, from, until }: Walker): string => {
  const heights = heightsOf(lookups)
  const top = Math.max(1, ...heights)
  const span = Math.max(1, until - from)
  const every = Math.ceil(lookups.length / mostPoints)
  const points = lookups.flatMap(({ at, outcome }, index) => {
    if (index % every !== 0) return []
    const x = margin.left + ((at - from) / span) * (width - margin.left - margin.right)
    const y = height - margin.bottom - ((heights[index] ?? 0) / top) * (height - margin.top - margin.bottom)
    const [cx, cy] = [x.toFixed(1), y.toFixed(1)]
    return outcome === "hit"
      ? [`<circle class="shown" cx="${cx}" cy="${cy}" r="2.2"/>`]
      : [`<path class="refused" d="M${cx} ${cy}m-2.5-2.5l5 5m0-5l-5 5"/>`]
  })
  return [
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="References over time">`,
    `<path class="axis" d="M${margin.left} ${margin.top}V${height - margin.bottom}H${width - margin.right}"/>`,
    label(margin.left - 6, margin.top + 8, "end", `+${top.toLocaleString("en-US")}`),
    label(margin.left - 6, height - margin.bottom, "end", "lowest"),
    label(margin.left, height - 8, "start", clock(from)),
    label(width - margin.right, height - 8, "end", clock(until)),
    ...points,
    "</svg>",
  ].join("")
}

const label = (x: number, y: number, anchor: string, text: string): string =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}">${text}</text>`

const clock = (epochSeconds: number): string =>
  `${new Date(epochSeconds * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`

const heightsOf = (lookups: readonly Access[]): number[] => {
  const ordinals = lookups.flatMap(({ ordinal }) => (ordinal === null ? [] : [ordinal]))
  if (ordinals.length === lookups.length) {
    const lowest = ordinals.reduce((least, next) => Math.min(least, next), Number.POSITIVE_INFINITY)
    return ordinals.map((ordinal) => ordinal - lowest)
  }
  const places = new Map<string, number>()
  return lookups.map(({ tag }) => {
    const known = places.get(tag) ?? places.size
    places.set(tag, known)
    return known
  })
}
