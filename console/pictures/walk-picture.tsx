import * as Plot from "@observablehq/plot"
import { useCallback, useMemo } from "react"
import { capital, momentSpan, share as shareInWords } from "../../shared/base/platform/bilingual.ts"
import { useSession } from "../api/session.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { useMoment } from "../parts/moment.tsx"
import { type PictureSize, PlotPicture } from "./plot-picture.tsx"
import { type TimeTicks, timeTicks } from "./time-ticks.ts"
import {
  pointsToDraw,
  type SeenShipment,
  timeOfPicture,
  type WalkPoints,
  walkPoints,
  walkStretches,
  walkSummary,
} from "./walk-points.ts"

type WalkPictureProps = {
  readonly shipments: readonly SeenShipment[]
  /** When the first finding crossed its threshold. */
  readonly crossedAt: string | undefined
  /** Lookups that found nothing, as far as a finding counts them. */
  readonly misses: number
}

/** Which of the party's shipments were looked up when. */
export function WalkPicture({ shipments, crossedAt, misses }: WalkPictureProps) {
  const say = useSay()
  const { language } = useLanguage()
  const { timeZone } = useSession()
  const walk = useMemo(() => walkPoints(shipments), [shipments])
  const summary = useMemo(() => walkSummary(walk), [walk])
  const draw = useWalkDrawing(walk, crossedAt)
  if (summary === undefined) return <p>{say("pictures.walk.none")}</p>
  const { from, to, share, direction, firstReference, lastReference, possible } = summary
  const values = {
    count: summary.shipments,
    first: firstReference,
    last: lastReference,
    span: capital(momentSpan(from.toISOString(), to.toISOString(), timeZone, language)),
    share: shareInWords(share, language),
  }
  return (
    <PlotPicture
      draw={draw}
      label={say("pictures.walk.label", values)}
      text={[
        ...(possible === summary.shipments
          ? [say("pictures.walk.allPossible", values)]
          : [
              say("pictures.walk.text", values),
              summary.shipments > 1 ? say(`pictures.walk.${direction}`, values) : "",
              possible > 0 ? say("pictures.walk.possible", { count: possible }) : "",
            ]),
        misses > 0 ? say("pictures.walk.misses", { count: misses }) : "",
      ].join(" ")}
      tableLabel={say("pictures.asTable")}
      table={<StretchTable walk={walk} />}
    />
  )
}

/** How the walk is drawn in the language and the time zone of the page. */
function useWalkDrawing(walk: WalkPoints, crossedAt: string | undefined): (size: PictureSize) => Element {
  const say = useSay()
  const { language } = useLanguage()
  const { timeZone } = useSession()
  return useCallback(
    (size: PictureSize) => {
      const { from, to, alertAt } = timeOfPicture(walk, crossedAt)
      const drawing = {
        ticks: (most: number) => timeTicks(from, to, { timeZone, locale: `${language}-CA`, most }),
        positionLabel: say(walk.positionIs === "number" ? "pictures.walk.number" : "pictures.walk.place"),
        alert: alertAt && { at: alertAt, label: say("pictures.walk.alert") },
      }
      return drawWalk(walk, drawing, size)
    },
    [walk, crossedAt, say, language, timeZone],
  )
}

function StretchTable({ walk }: { readonly walk: WalkPoints }) {
  const say = useSay()
  const inWords = useMoment()
  return (
    <table>
      <caption>{say("pictures.walk.caption")}</caption>
      <thead>
        <tr>
          <th scope="col">{say("pictures.walk.from")}</th>
          <th scope="col">{say("pictures.walk.to")}</th>
          <th scope="col">{say("pictures.walk.shipments")}</th>
          <th scope="col">{say("pictures.walk.lowest")}</th>
          <th scope="col">{say("pictures.walk.highest")}</th>
        </tr>
      </thead>
      <tbody>
        {walkStretches(walk).map(({ from, to, shipments, lowest, highest }) => (
          <tr key={`${from.toISOString()} ${lowest}`}>
            <th scope="row">{inWords(from.toISOString())}</th>
            <td>{inWords(to.toISOString())}</td>
            <td>{shipments}</td>
            <td>{lowest}</td>
            <td>{highest}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What stands in the picture besides the points. */
type WalkDrawing = {
  readonly ticks: (most: number) => TimeTicks
  readonly positionLabel: string
  /** When the first finding crossed its threshold, and how the picture says it. */
  readonly alert: { readonly at: Date; readonly label: string } | undefined
}

/** The walk over time: each shipment a point, by its reference. */
function drawWalk(walk: WalkPoints, { ticks, positionLabel, alert }: WalkDrawing, size: PictureSize): Element {
  // Room for all digits of the highest position, and for the half of the last time that is beyond its tick.
  const highest = walk.points.reduce((most, { position }) => Math.max(most, position), 0)
  const marginLeft = Math.max(48, 16 + 8 * String(highest).length)
  const points = pointsToDraw(walk, { width: size.width - marginLeft, height: size.height })
  const { at, label } = ticks(Math.min(6, Math.max(2, Math.floor((size.width - marginLeft) / 90))))
  const marginRight = Math.max(20, ...at.map((each) => 4 * label(each).length))
  const lines = alert === undefined ? [] : [alert]
  const isLate = alert !== undefined && alert.at.getTime() > middleOf(points.map((point) => point.at.getTime()))
  return Plot.plot({
    ...size,
    className: "plot",
    marginLeft,
    marginRight,
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
