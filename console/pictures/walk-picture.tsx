import { useCallback, useMemo } from "react"
import { capital, momentSpan, share as shareInWords } from "../../shared/base/platform/bilingual.ts"
import { useSession } from "../api/session.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { useMoment } from "../parts/moment.tsx"
import { drawWalk } from "./draw-walk.ts"
import { type PictureSize, PlotPicture } from "./plot-picture.tsx"
import { timeTicks } from "./time-ticks.ts"
import { type SeenShipment, type WalkPoints, walkPoints, walkStretches, walkSummary } from "./walk-points.ts"

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
        say("pictures.walk.text", values),
        summary.shipments > 1 ? say(`pictures.walk.${direction}`, values) : "",
        possible > 0 ? say("pictures.walk.possible", { count: possible }) : "",
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
      const [from, to] = [walk.points[0]?.at ?? new Date(), walk.points.at(-1)?.at ?? new Date()]
      const isInside = crossedAt !== undefined && Date.parse(crossedAt) <= to.getTime()
      const drawing = {
        ticks: (most: number) => timeTicks(from, to, { timeZone, locale: `${language}-CA`, most }),
        positionLabel: say(walk.positionIs === "number" ? "pictures.walk.number" : "pictures.walk.place"),
        alert: isInside ? { at: new Date(crossedAt), label: say("pictures.walk.alert") } : undefined,
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
