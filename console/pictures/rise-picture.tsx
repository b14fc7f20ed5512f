import * as Plot from "@observablehq/plot"
import { useCallback, useMemo, useState } from "react"
import { decimal, stampToTheSecond } from "../../shared/base/platform/bilingual.ts"
import { useSession } from "../api/session.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import type { MessageKey } from "../language/messages.ts"
import { Labelled } from "../parts/labelled.tsx"
import { useMoment } from "../parts/moment.tsx"
import { type PictureSize, PlotPicture } from "./plot-picture.tsx"
import { type FindingWithRise, type ScoreRise, scoreRises } from "./score-rise.ts"

const chartNames: Readonly<Record<string, MessageKey>> = {
  walk: "pictures.chart.walk",
  guess: "pictures.chart.guess",
  fanOut: "pictures.chart.fanOut",
  scope: "pictures.chart.scope",
  insider: "pictures.chart.insider",
  quota: "pictures.chart.quota",
  block: "pictures.chart.block",
  blockMisses: "pictures.chart.blockMisses",
}

/** How the detector's score rose to its threshold, of one finding at a time. */
export function RisePicture({ findings }: { readonly findings: readonly FindingWithRise[] }) {
  const say = useSay()
  const rises = useMemo(() => scoreRises(findings), [findings])
  const [chosen, setChosen] = useState(0)
  const rise = rises[Math.min(chosen, rises.length - 1)]
  if (rise === undefined) return <p>{say("pictures.rise.none")}</p>
  return (
    <>
      {rises.length > 1 ? <RiseChoice rises={rises} chosen={chosen} choose={setChosen} /> : null}
      <OneRise rise={rise} />
    </>
  )
}

type RiseChoiceProps = {
  readonly rises: readonly ScoreRise[]
  readonly chosen: number
  readonly choose: (place: number) => void
}

function RiseChoice({ rises, chosen, choose }: RiseChoiceProps) {
  const say = useSay()
  const name = useRiseName()
  return (
    <Labelled label={say("pictures.rise.choose")}>
      {(id) => (
        <select id={id} value={chosen} onChange={({ target }) => choose(Number(target.value))}>
          {rises.map((rise, place) => (
            <option key={`${rise.chart} ${rise.points[0]?.at.toISOString()} ${rise.severity}`} value={place}>
              {name(rise)}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  )
}

function useRiseName(): (rise: ScoreRise) => string {
  const say = useSay()
  const inWords = useMoment()
  return ({ chart, severity, points }) => {
    const key = chartNames[chart]
    const values = { chart: key === undefined ? chart : say(key), at: inWords(points.at(-1)?.at.toISOString() ?? "") }
    return say(severity === "alert" ? "pictures.rise.alert" : "pictures.rise.notice", values)
  }
}

function OneRise({ rise }: { readonly rise: ScoreRise }) {
  const say = useSay()
  const { language } = useLanguage()
  const name = useRiseName()
  const { points, threshold, isReached } = rise
  const values = {
    name: name(rise),
    count: points.length,
    score: decimal(points.at(-1)?.score ?? 0, language),
    threshold: decimal(threshold, language),
  }
  const draw = useCallback(
    (size: PictureSize) =>
      drawRise(
        rise,
        {
          stepLabel: say("pictures.rise.step"),
          scoreLabel: say("pictures.rise.score"),
          thresholdLabel: say("pictures.rise.threshold", { threshold: decimal(rise.threshold, language) }),
        },
        size,
      ),
    [rise, say, language],
  )
  return (
    <PlotPicture
      draw={draw}
      label={say("pictures.rise.label", values)}
      text={say(isReached ? "pictures.rise.text" : "pictures.rise.own", values)}
      tableLabel={say("pictures.asTable")}
      table={<PointTable rise={rise} />}
    />
  )
}

function PointTable({ rise }: { readonly rise: ScoreRise }) {
  const say = useSay()
  const { language } = useLanguage()
  const { timeZone } = useSession()
  return (
    <table>
      <caption>{say("pictures.rise.caption")}</caption>
      <thead>
        <tr>
          <th scope="col">{say("pictures.rise.step")}</th>
          <th scope="col">{say("pictures.rise.at", { timeZone })}</th>
          <th scope="col">{say("pictures.rise.score")}</th>
        </tr>
      </thead>
      <tbody>
        {rise.points.map(({ step, at, score }) => (
          <tr key={step}>
            <th scope="row">{step}</th>
            <td>{stampToTheSecond(at.toISOString(), timeZone)}</td>
            <td>{decimal(score, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What stands in the picture besides the score. */
type RiseDrawing = { readonly stepLabel: string; readonly scoreLabel: string; readonly thresholdLabel: string }

/** The score after each lookup, and the threshold. */
function drawRise({ points, threshold }: ScoreRise, labels: RiseDrawing, size: PictureSize): Element {
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
      labelOffset: 36,
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
