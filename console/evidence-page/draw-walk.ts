import { drawn } from "./element.ts"
import type { PackagedExposure } from "./packaged-case.ts"

const [width, height, margin] = [720, 320, 28]

/** Exposures with their place in time, and their reference's place among all references in order, each from 0 to 1. */
export function pointsOf(exposures: readonly PackagedExposure[]): readonly (readonly [x: number, y: number])[] {
  const order = new Intl.Collator("en", { numeric: true })
  const references = [...new Set(exposures.map(({ reference }) => reference))].sort(order.compare)
  const ranks = new Map(references.map((reference, rank) => [reference, rank]))
  const times = exposures.map(({ firstExposureAt }) => Date.parse(firstExposureAt))
  const first = times.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY)
  const last = times.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY)
  return exposures.map(({ reference }, place) => [
    share((times[place] ?? first) - first, last - first),
    share(ranks.get(reference) ?? 0, references.length - 1),
  ])
}

const share = (part: number, whole: number): number => (whole === 0 ? 0.5 : part / whole)

/** The picture of a walk. One path holds all points, so that thousands of them are drawn at once. */
export function drawWalk(exposures: readonly PackagedExposure[], label: string): SVGElement {
  const path = pointsOf(exposures)
    .map(([x, y]) => [margin + x * (width - 2 * margin), height - margin - y * (height - 2 * margin)] as const)
    .map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`)
    .join("")
  const axes = `M${margin} ${margin / 2}V${height - margin}H${width - margin / 2}`
  return drawn(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label, class: "walk" },
    drawn("path", { d: axes, class: "axes" }),
    drawn("path", { d: path, class: "points" }),
  )
}
