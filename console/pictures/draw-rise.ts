import * as Plot from "@observablehq/plot"
import type { PictureSize } from "./plot-picture.tsx"
import type { ScoreRise } from "./score-rise.ts"

/** What stands in the picture besides the score. */
export type RiseDrawing = { readonly stepLabel: string; readonly scoreLabel: string; readonly thresholdLabel: string }

/** The score after each lookup, and the threshold. */
export function drawRise({ points, threshold }: ScoreRise, labels: RiseDrawing, size: PictureSize): Element {
  const most = Math.max(threshold * 1.15, ...points.map(({ score }) => score))
  const beginning = { step: 0, score: 0 }
  const ticks = size.width < 480 ? 5 : 10
  return Plot.plot({
    ...size,
    className: "plot",
    marginLeft: 44,
    marginRight: 20,
    marginTop: 30,
    marginBottom: 40,
    x: {
      label: labels.stepLabel,
      domain: [0, Math.max(1, points.length)],
      ticks: Math.min(ticks, Math.max(1, points.length)),
      tickFormat: "d",
    },
    y: { label: labels.scoreLabel, domain: [0, most], ticks: 5, grid: true },
    marks: [
      Plot.ruleY([threshold], { className: "alert-line" }),
      Plot.text([labels.thresholdLabel], {
        x: () => 0,
        y: () => threshold,
        text: (label: string) => label,
        textAnchor: "start",
        dx: 4,
        dy: -8,
        className: "alert-label",
      }),
      Plot.line([beginning, ...points], { x: "step", y: "score", curve: "step-after", className: "rise-line" }),
      Plot.dot(points, { x: "step", y: "score", r: 3, className: "exposed-point" }),
    ],
  })
}
