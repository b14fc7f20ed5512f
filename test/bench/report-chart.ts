import { detectorNames, ownName } from "./peers.ts"
import type { AttackCell, Summary } from "./summary.ts"

/** One for each detector, in the order of `detectorNames`. */
const colours: readonly string[] = ["#0b6e4f", "#7b8794", "#b08d57", "#8f6fb0", "#c28aa0", "#5f8fc2"]

type MarkedCell = Pick<AttackCell, "shownBefore" | "shownInAll" | "caughtShare">

const nothingShown: MarkedCell = { shownBefore: 0, shownInAll: 0, caughtShare: 0 }

const left = 600
const width = 1350
const top = 70
const rowHeight = 22
const legendColumns = 5

/** Where a number of records stands on the logarithmic axis. */
const placeOf = (exposed: number): number => left + (Math.log10(Math.max(1, exposed)) / 4) * (width - left - 40)

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

const legendEntry = (name: string, index: number): string => {
  const x = 20 + (index % legendColumns) * 230
  const y = 16 + Math.floor(index / legendColumns) * 18
  return `<circle cx="${x}" cy="${y}" r="5" fill="${colours[index]}"/><text x="${x + 10}" y="${y + 4}">${escapeXml(name)}</text>`
}

const axisTick = (tick: number, height: number): string =>
  `<line x1="${placeOf(tick)}" y1="${top - 12}" x2="${placeOf(tick)}" y2="${height - 30}" stroke="#e1e5ea"/>` +
  `<text x="${placeOf(tick)}" y="${height - 14}" text-anchor="middle">${tick}</text>`

/** A dot at what was shown before the alarm, and a line to what was shown in all. */
const mark = (detector: string, { shownBefore, shownInAll, caughtShare }: MarkedCell, y: number): string => {
  const colour = colours[detectorNames.indexOf(detector)] ?? "#000000"
  const radius = detector === ownName ? 6 : 4
  const fill = caughtShare >= 0.5 ? colour : "#ffffff"
  const title = escapeXml(
    `${detector}: ${shownBefore} before the alarm [${Math.round(caughtShare * 100)} %], ${shownInAll} in all`,
  )
  const [from, to] = [shownBefore, shownInAll].map((shown) => placeOf(shown).toFixed(1))
  return (
    `<g stroke="${colour}" stroke-width="1.5"><title>${title}</title>` +
    `<line x1="${from}" y1="${y}" x2="${to}" y2="${y}" stroke-opacity="0.6"/>` +
    `<circle cx="${from}" cy="${y}" r="${radius}" fill="${fill}"/></g>`
  )
}

/** An SVG with a mark per detector and attack. A hollow dot: fewer than half of the trials were caught. */
export const toSvg = (summary: Summary): string => {
  const rows = Object.entries(summary.attacks)
  const height = top + rows.length * rowHeight + 40
  // The first detectors are ours. They are drawn last, above the others.
  const backToFront = [...detectorNames].reverse()
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#1f2933">`,
    "<title>Records of other people shown before the alarm (dot) and in all (line), medians; hollow: fewer than half of the trials caught</title>",
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...detectorNames.map(legendEntry),
    ...[1, 10, 100, 1000, 10_000].map((tick) => axisTick(tick, height)),
    ...rows.flatMap(([name, cells], index) => {
      const y = top + index * rowHeight
      const label = `<text x="${left - 12}" y="${y + 4}" text-anchor="end">${escapeXml(name)}</text>`
      return [label, ...backToFront.map((one) => mark(one, cells[one] ?? nothingShown, y))]
    }),
    "</svg>",
    "",
  ].join("\n")
}
