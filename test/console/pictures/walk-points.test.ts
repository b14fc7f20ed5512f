import { describe, expect, it } from "@jest/globals"
import {
  pointsToDraw,
  type SeenShipment,
  timeOfPicture,
  walkPoints,
  walkStretches,
  walkSummary,
} from "../../../console/pictures/walk-points.ts"

const startedAt = Date.parse("2026-11-01T14:00:00.000Z")
const seen = (reference: string, second: number, isPossible = false): SeenShipment => ({
  reference,
  firstExposureAt: new Date(startedAt + second * 1_000).toISOString(),
  isPossible,
})
const walked = (count: number, step = 1) =>
  Array.from({ length: count }, (_, place) => seen(`LL-${String(1_000 + place * step).padStart(7, "0")}`, place * 10))

describe("the picture of a walk", () => {
  it("lays references out by their number, in order of time", () => {
    const { points, positionIs } = walkPoints([seen("LL-0000012", 20), seen("LL-0000010", 0), seen("LL-0000011", 10)])
    expect(positionIs).toBe("number")
    expect(points.map(({ position }) => position)).toEqual([10, 11, 12])
  })

  it("takes its time from an alert on that is before the first exposure, and has none that is after the last", () => {
    const walk = walkPoints([seen("a", 0), seen("b", 60)])
    const from = (crossedAt: string | undefined) => timeOfPicture(walk, crossedAt).from.toISOString()
    expect(from("2026-09-01T00:00:00.000Z")).toBe("2026-09-01T00:00:00.000Z")
    for (const crossedAt of ["2026-11-01T14:00:30.000Z", "2026-11-01T14:01:01.000Z", undefined])
      expect(from(crossedAt)).toBe("2026-11-01T14:00:00.000Z")
    expect(timeOfPicture(walk, "2026-11-01T14:01:01.000Z").alertAt).toBeUndefined()
  })

  it("lays references without one form out by their place among the others", () => {
    const { points, positionIs } = walkPoints([seen("b-7", 0), seen("a", 10), seen("b-12", 20)])
    expect(positionIs).toBe("place")
    expect(points.map(({ reference, position }) => [reference, position])).toEqual([
      ["b-7", 2],
      ["a", 1],
      ["b-12", 3],
    ])
  })

  it.each([
    [1, "up"],
    [-1, "down"],
  ])("says that the walk went %i by %i: %s", (step, direction) => {
    expect(walkSummary(walkPoints(walked(5, step)))).toEqual({
      shipments: 5,
      possible: 0,
      firstReference: step > 0 ? "LL-0001000" : "LL-0000996",
      lastReference: step > 0 ? "LL-0001004" : "LL-0001000",
      from: new Date(startedAt),
      to: new Date(startedAt + 40_000),
      direction,
      share: 1,
    })
  })

  it("says how many steps went the other way", () => {
    const shuffled = [10, 11, 9, 12, 13].map((number, place) => seen(`LL-${number}`, place))
    expect(walkSummary(walkPoints(shuffled))).toMatchObject({ direction: "up", share: 0.75 })
  })

  it("says nothing without a shipment", () => {
    expect(walkSummary(walkPoints([]))).toBeUndefined()
    expect(walkStretches(walkPoints([]))).toEqual([])
    expect(pointsToDraw(walkPoints([]), { width: 300, height: 200 })).toEqual([])
  })

  it("is told in at most twelve lines, which hold every shipment once", () => {
    const stretches = walkStretches(walkPoints(walked(4_500)))
    expect(stretches.length).toBeLessThanOrEqual(12)
    expect(stretches.reduce((sum, { shipments }) => sum + shipments, 0)).toBe(4_500)
    expect(stretches[0]).toMatchObject({ lowest: "LL-0001000", shipments: 375, highest: "LL-0001374" })
  })

  it("draws what can be told apart, and keeps both ends and possible exposures", () => {
    const shipments = [...walked(4_500), seen("LL-0001000", 0, true)]
    const drawn = pointsToDraw(walkPoints(shipments), { width: 600, height: 260 })
    expect(drawn.length).toBeLessThan(700)
    expect(drawn.some(({ isPossible }) => isPossible)).toBe(true)
    expect(drawn[0]?.reference).toBe("LL-0001000")
    expect(drawn.at(-1)?.position).toBeGreaterThan(5_480)
    // Shipments that lie apart are all drawn.
    expect(pointsToDraw(walkPoints(walked(40)), { width: 600, height: 260 })).toHaveLength(40)
  })
})
