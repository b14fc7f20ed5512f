import { expect, it } from "@jest/globals"
import { toSvg } from "./performance-chart.ts"

it("writes each figure right of 1x, where it covers no name, however small the ratio is", () => {
  const rows = [0.01, 0.53, 1, 102].map((ratio) => ({
    name: "calls",
    ratio: { toLean: 2 * ratio, toEqual: ratio },
    unit: "calls" as const,
  }))
  const svg = toSvg({ rows })
  const placesOf = (pattern: RegExp) => [...svg.matchAll(pattern)].map(([, x]) => Number(x))
  const [axis] = placesOf(/<line x1="([\d.]+)"[^>]* stroke="#1f2933"/g)
  const figures = placesOf(/<text x="([\d.]+)" y="\d+">[\d.]+</g)
  expect(figures).toHaveLength(rows.length)
  for (const place of figures) expect(place).toBeGreaterThan(axis ?? Number.POSITIVE_INFINITY)
})
