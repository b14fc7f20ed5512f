/** One of the party's shipments as the list of exposures has it. */
export type SeenShipment = {
  /** The party's own order reference, tracking number or shipment id. */
  readonly reference: string
  readonly firstExposureAt: string
  /** Of a range of numbers that was looked up; nobody knows whether this one was. */
  readonly isPossible: boolean
}

/** A shipment in the picture of the walk: when it was first seen, and where its reference lies among the others. */
export type WalkPoint = {
  readonly reference: string
  readonly at: Date
  readonly position: number
  readonly isPossible: boolean
}

export type WalkPoints = {
  /** In order of time. */
  readonly points: readonly WalkPoint[]
  /** What a position is: the number in the reference, or its place when all references are sorted. */
  readonly positionIs: "number" | "place"
}

/** The number that an order reference or tracking number runs by: its longest run of digits. */
const runningNumber = (reference: string): number | undefined => {
  const runs = reference.match(/\d+/g) ?? []
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), "")
  const number = longest === "" ? Number.NaN : Number(longest)
  return Number.isSafeInteger(number) ? number : undefined
}

/** What remains of a reference without its number. References of one shop have one form. */
const formOf = (reference: string): string => reference.replace(/\d+/g, "0").toUpperCase()

/** Lays the shipments out over time and over their references. */
export function walkPoints(shipments: readonly SeenShipment[]): WalkPoints {
  const numbers = shipments.map(({ reference }) => runningNumber(reference))
  const forms = new Set(shipments.map(({ reference }) => formOf(reference)))
  const isNumbered = forms.size <= 1 && numbers.every((number) => number !== undefined)
  const places = isNumbered ? undefined : placesOf(shipments)
  const points = shipments.map(({ reference, firstExposureAt, isPossible }, index) => ({
    reference,
    at: new Date(firstExposureAt),
    position: (places === undefined ? numbers[index] : places.get(reference)) ?? 0,
    isPossible,
  }))
  points.sort((a, b) => a.at.getTime() - b.at.getTime() || a.position - b.position)
  return { points, positionIs: isNumbered ? "number" : "place" }
}

/** The place of each reference, from 1, when all are sorted. */
function placesOf(shipments: readonly SeenShipment[]): ReadonlyMap<string, number> {
  const collator = new Intl.Collator("en", { numeric: true })
  const sorted = [...new Set(shipments.map(({ reference }) => reference))].sort(collator.compare)
  return new Map(sorted.map((reference, place) => [reference, place + 1]))
}

/** What the picture of the walk shows, for those who read it as text. */
export type WalkSummary = {
  readonly shipments: number
  readonly possible: number
  readonly firstReference: string
  readonly lastReference: string
  readonly from: Date
  readonly to: Date
  /** Which way most steps from one lookup to the next went, and the share of the steps that did, 0 to 1. */
  readonly direction: "up" | "down"
  readonly share: number
}

/** Undefined without a point. */
export function walkSummary({ points }: WalkPoints): WalkSummary | undefined {
  const [first] = points
  const last = points.at(-1)
  if (first === undefined || last === undefined) return undefined
  const steps = points.slice(1).map((point, index) => Math.sign(point.position - (points[index]?.position ?? 0)))
  const up = steps.filter((step) => step > 0).length
  const down = steps.filter((step) => step < 0).length
  const byPosition = points.toSorted((a, b) => a.position - b.position)
  return {
    shipments: points.length,
    possible: points.filter(({ isPossible }) => isPossible).length,
    firstReference: byPosition[0]?.reference ?? "",
    lastReference: byPosition.at(-1)?.reference ?? "",
    from: first.at,
    to: last.at,
    direction: down > up ? "down" : "up",
    share: steps.length === 0 ? 1 : Math.max(up, down) / steps.length,
  }
}

/** The time of the picture: from the first exposure, or an alert before it, to the last. A later alert has no place. */
export function timeOfPicture({ points }: WalkPoints, crossedAt: string | undefined) {
  const [first, last] = [points[0]?.at ?? new Date(), points.at(-1)?.at ?? new Date()]
  const alertAt = crossedAt === undefined || Date.parse(crossedAt) > last.getTime() ? undefined : new Date(crossedAt)
  return { from: alertAt !== undefined && alertAt < first ? alertAt : first, to: last, alertAt }
}

/** Some of the lookups that followed one another. */
export type WalkStretch = {
  readonly from: Date
  readonly to: Date
  readonly shipments: number
  readonly lowest: string
  readonly highest: string
}

/** The walk in a few lines, each about as many lookups as the others. */
export function walkStretches({ points }: WalkPoints, most = 12): WalkStretch[] {
  const size = Math.max(1, Math.ceil(points.length / most))
  const stretches: WalkStretch[] = []
  for (let start = 0; start < points.length; start += size) {
    const some = points.slice(start, start + size)
    const [first] = some
    const last = some.at(-1)
    if (first === undefined || last === undefined) continue
    const byPosition = some.toSorted((a, b) => a.position - b.position)
    stretches.push({
      from: first.at,
      to: last.at,
      shipments: some.length,
      lowest: byPosition[0]?.reference ?? "",
      highest: byPosition.at(-1)?.reference ?? "",
    })
  }
  return stretches
}

/** Pixels between points that are drawn apart. */
const pixels = 2

/**
 * The points that a picture of this size can show apart. Thousands of points that lie on each other would only slow the
 * page down.
 */
export function pointsToDraw({ points }: WalkPoints, size: { width: number; height: number }): WalkPoint[] {
  const times = points.map(({ at }) => at.getTime())
  const positions = points.map(({ position }) => position)
  const column = scaleOf(times, size.width / pixels)
  const row = scaleOf(positions, size.height / pixels)
  const cells = new Set<string>()
  return points.filter(({ at, position, isPossible }) => {
    const cell = `${column(at.getTime())} ${row(position)} ${isPossible}`
    if (cells.has(cell)) return false
    cells.add(cell)
    return true
  })
}

function scaleOf(values: readonly number[], steps: number): (value: number) => number {
  let lowest = Number.POSITIVE_INFINITY
  let highest = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < lowest) lowest = value
    if (value > highest) highest = value
  }
  const width = highest - lowest
  return (value) => (width === 0 ? 0 : Math.round(((value - lowest) / width) * steps))
}
