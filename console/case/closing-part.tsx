import { Link } from "react-router"
import { kindInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { useApprovals } from "../approvals/approvals-query.ts"
import { AwaitsApproval } from "../approvals/awaits-approval.tsx"
import { waitingClosing } from "../approvals/waiting.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import type { MessageKey } from "../language/messages.ts"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { Moment } from "../parts/moment.tsx"
import { useCase, useMayChangeCase } from "./case-context.tsx"
import { type CasePart, casePartTitles, pathOfPart } from "./case-pages.ts"
import type { Obstacle } from "./case-view.ts"
import { CloseAsResolved, ClosingForm } from "./close-as-resolved.tsx"
import { useLawWords, usePartyWords } from "./duty-words.ts"
import { WithdrawFact } from "./fact-card.tsx"
import { isSomebodyTold } from "./next-step.ts"

/** What stands against closing the case, and how it is closed. */
export function ClosingPart() {
  const say = useSay()
  const mayChange = useMayChangeCase()
  const waits = waitingClosing(useApprovals())
  const { state, closedAt, obstacles = [] } = useCase().view
  if (state !== "open")
    return (
      <>
        <p>
          {say(state === "closed" ? "closing.isClosed" : "closing.isFalseAlarm")}{" "}
          {closedAt === undefined ? null : <Moment at={closedAt} />}
        </p>
      </>
    )
  return (
    <>
      {obstacles.length === 0 ? (
        <p>{say("closing.nothing")}</p>
      ) : (
        <Obstacles intro={say("closing.obstacles", { count: obstacles.length })} obstacles={obstacles} />
      )}
      <AwaitsApproval approval={waits} />
      {mayChange && waits === undefined ? <Closings isPossible={obstacles.length === 0} /> : null}
    </>
  )
}

function Obstacles({ intro, obstacles }: { readonly intro: string; readonly obstacles: readonly Obstacle[] }) {
  return (
    <>
      <p>{intro}</p>
      <ul>
        {obstacles.map((obstacle) => (
          <li key={keyOf(obstacle)}>
            <ObstacleText obstacle={obstacle} />
          </li>
        ))}
      </ul>
    </>
  )
}

const keyOf = ({ code, dutyId, by }: Obstacle) => `${code} ${dutyId} ${by?.alias}`

function ObstacleText({ obstacle }: { readonly obstacle: Obstacle }) {
  const say = useSay()
  const { language } = useLanguage()
  const nameParty = usePartyWords()
  const nameLaw = useLawWords()
  const { caseAlias, others } = useCase().view
  const { code, untold = 0, law, kind, by, dutyId } = obstacle
  const isAsked = others.some(({ duties }) => duties.some((one) => one.dutyId === dutyId && one.state === "requested"))
  const values = {
    count: untold,
    law: law === undefined ? "" : nameLaw(law),
    duty: kind === undefined ? "" : kindInWords(kind, language),
    party: by === undefined ? say("party.other") : nameParty(by),
  }
  const place = placeOfObstacle(obstacle)
  return (
    <>
      {code === "dutyOutstandingElsewhere" && isAsked
        ? say("closing.obstacle.dutyRequestedElsewhere", values)
        : isKnownObstacle(code)
          ? say(`closing.obstacle.${code}`, values)
          : obstacle.remedy[language]}{" "}
      {place === undefined ? null : (
        <Link to={`/cases/${caseAlias}/${place.path}`}>{say("closing.toIt", { page: say(place.title) })}</Link>
      )}
    </>
  )
}

function Closings({ isPossible }: { readonly isPossible: boolean }) {
  const say = useSay()
  return (
    <>
      <h3>{say("closing.how")}</h3>
      <p>{say(isPossible ? "closing.resolvedIntro" : "closing.resolvedLater")}</p>
      {isPossible ? <CloseAsResolved label={say("closing.resolved")} /> : null}
      <FalseAlarm />
    </>
  )
}

function FalseAlarm() {
  const say = useSay()
  const { view } = useCase()
  const { saysFalseAlarmAt, falseAlarmObstacles: missing = [] } = view
  if (isSomebodyTold(view))
    return (
      <>
        <h4>{say("closing.falseAlarm")}</h4>
        <p>{say("problem.alreadyToldOthers")}</p>
      </>
    )
  return (
    <>
      <h4>{say("closing.falseAlarm")}</h4>
      <p>{say("closing.falseAlarmIntro")}</p>
      {saysFalseAlarmAt === undefined ? null : (
        <p>
          {say("closing.youSaid")} <Moment at={saysFalseAlarmAt} />
        </p>
      )}
      {missing.length === 0 ? null : (
        <Obstacles intro={say("closing.falseAlarmLater", { count: missing.length })} obstacles={missing} />
      )}
      <div className="buttons">
        {missing.length > 0 ? null : (
          <ActionDialog label={say("closing.stateFalseAlarm")} title={say("closing.stateFalseAlarm")}>
            {(close) => <ClosingForm outcome="falseAlarm" onDone={close} />}
          </ActionDialog>
        )}
        {saysFalseAlarmAt === undefined ? null : (
          <WithdrawFact title={say("closing.falseAlarm")} facts={{ withdraw: ["falseAlarm"] }} />
        )}
      </div>
    </>
  )
}

type Place = { readonly part: CasePart; readonly place?: string }

/** What keeps a case open, by the part of a page where it is removed. Null: nobody but the other can remove it. */
const places = {
  peopleToldByNobody: { part: "notices" },
  dutyOutstanding: { part: "duties" },
  dutyDeclined: { part: "duties" },
  peopleToldByNobodyElsewhere: { part: "duties" },
  dutyOutstandingElsewhere: { part: "duties" },
  dutyDeclinedElsewhere: { part: "duties" },
  falseAlarmElsewhere: null,
  exposureNotAssessed: { part: "duties" },
  exposureUnexplained: null,
  carrierTakesNoPart: null,
  publicNoticeUnexplained: { part: "notices", place: "public-notice" },
  publicNoticeUnexplainedElsewhere: null,
  promisedNoticeOpen: { part: "facts", place: "writeAgainBy" },
  promisedNoticeOpenElsewhere: null,
  regulatorUnanswered: { part: "duties", place: "questions" },
  containmentNotAttested: { part: "facts", place: "measures" },
  exposuresNotCounted: null,
  heldByHub: null,
} as const satisfies Record<string, Place | null>

type KnownObstacle = keyof typeof places

/** Whether the console has words of its own for an obstacle. */
const isKnownObstacle = (code: string): code is KnownObstacle => Object.hasOwn(places, code)

/** The part of a page where an obstacle is removed: its title, and its path with the place on it. */
function placeOfObstacle({ code, dutyId }: Obstacle): { path: string; title: MessageKey } | undefined {
  const found: Place | null = isKnownObstacle(code) ? places[code] : null
  if (found === null) return undefined
  const { part } = found
  const place = part === "duties" && dutyId !== undefined ? `duty-${dutyId}` : found.place
  return { path: pathOfPart(part, place), title: casePartTitles[part] }
}
