import * as Plot from "@observablehq/plot"
import type { PictureSize } from "./plot-picture.tsx"
import type { TimeTicks } from "./time-ticks.ts"
import { pointsToDraw, type WalkPoints } from "./walk-points.ts"

/** What stands in the picture besides the points. */
export type WalkDrawing = {
  readonly ticks: (most: number) => TimeTicks
  readonly positionLabel: string
  /** When the first finding crossed its threshold, and how the picture says it. */
  readonly alert: { readonly at: Date; readonly label: string } | undefined
}

/** The walk over time: each shipment a point, by its reference. */
export function drawWalk(walk: WalkPoints, { ticks, positionLabel, alert }: WalkDrawing, size: PictureSize): Element {
  const marginLeft = walk.positionIs === "number" ? 72 : 48
  const points = pointsToDraw(walk, { width: size.width - marginLeft, height: size.height })
  const { at, label } = ticks(size.width < 480 ? 3 : 6)
  const lines = alert === undefined ? [] : [alert]
  const isLate = alert !== undefined && alert.at.getTime() > middleOf(points.map((point) => point.at.getTime()))
  return Plot.plot({
    ...size,
    className: "plot",
    marginLeft,
    marginRight: 20,
    marginTop: 44,
    marginBottom: 34,
    x: { type: "utc", label: null, ticks: [...at], tickFormat: label, nice: false },
    y: { label: positionLabel, ticks: 5, tickFormat: String, grid: true, inset: 6 },
    marks: [
      Plot.ruleX(lines, { x: "at", className: "alert-line" }),
      Plot.text(lines, {
        x: "at",
        text: "label",
        frameAnchor: isLate ? "top-right" : "top-left",
        textAnchor: isLate ? "end" : "start",
        dx: 0,
        dy: -15,
        className: "alert-label",
      }),
      Plot.dot(
        points.filter(({ isPossible }) => isPossible),
        { x: "at", y: "position", r: 3.5, symbol: "diamond", className: "possible-point" },
      ),
      Plot.dot(
        points.filter(({ isPossible }) => !isPossible),
        { x: "at", y: "position", r: 2.5, className: "exposed-point" },
      ),
    ],
  })
}

const middleOf = (values: readonly number[]): number => ((values[0] ?? 0) + (values.at(-1) ?? 0)) / 2
