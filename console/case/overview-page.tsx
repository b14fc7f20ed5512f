import { lazy, Suspense } from "react"
import { Link } from "react-router"
import { labelled } from "../../shared/base/platform/bilingual.ts"
import { kindInWords, stateInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { asksNothing, notLookedAt, reviewsInWords } from "../../shared/desk/dossier/law-coverage-in-words.ts"
import { useApprovals } from "../approvals/approvals-query.ts"
import { waitingOfDuty } from "../approvals/waiting.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { useMailWords } from "../language/mail-words.ts"
import { Loading } from "../parts/reading.tsx"
import { Assignee } from "./assignee.tsx"
import { useCase } from "./case-context.tsx"
import { CasePage } from "./case-page.tsx"
import { useWaitingDocuments } from "./documents-query.ts"
import { DueTime } from "./due-time.tsx"
import { lawName, useDutyWords, usePartyWords } from "./duty-words.ts"
import { byNeed, isSettled } from "./next-step.ts"
import { NextStepPanel } from "./next-step-panel.tsx"
import { WhatHappened } from "./what-happened.tsx"

// Few cases have letters, and their forms are large.
const LettersPanel = lazy(async () => ({ default: (await import("../letters/letters-panel.tsx")).LettersPanel }))

/** The first page of a case: what happened, what must be done by when, what to send, and the one next step. */
export function OverviewPage() {
  const words = useMailWords()
  const say = useSay()
  return (
    <CasePage path="">
      <NextStepPanel />
      <section aria-labelledby="what-happened">
        <h2 id="what-happened">{say("overview.step", { nth: 1, title: words.headings.situation })}</h2>
        <WhatHappened />
      </section>
      <section aria-labelledby="what-to-do">
        <h2 id="what-to-do">{say("overview.step", { nth: 2, title: words.headings.duties })}</h2>
        <WhatToDo />
      </section>
      <section aria-labelledby="what-to-send">
        <h2 id="what-to-send">{say("overview.step", { nth: 3, title: say("overview.send") })}</h2>
        <WhatToSend />
      </section>
      <section aria-labelledby="others">
        <h2 id="others">{say("overview.others")}</h2>
        <Others />
      </section>
      <Suspense>
        <LettersPanel />
      </Suspense>
    </CasePage>
  )
}

function WhatToDo() {
  const say = useSay()
  const { language } = useLanguage()
  const nameDuty = useDutyWords()
  const { view } = useCase()
  const waiting = useApprovals()
  const ofLaws = [
    ...notLookedAt(view.lawCoverage, lawName, language),
    ...reviewsInWords(view.lawReviews, lawName, language),
  ].map((sentence) => <p key={sentence}>{sentence}</p>)
  if (view.duties.length === 0)
    return (
      <>
        <p>{asksNothing(view.lawCoverage, lawName, language)}</p>
        {ofLaws}
      </>
    )
  return (
    <>
      <ul className="cards">
        {view.duties.toSorted(byNeed).map((duty) => (
          <li key={duty.dutyId} className={isSettled(duty) ? "card done" : "card"}>
            <h3>{nameDuty(duty)}</h3>
            <p>
              <span className="badge">{stateInWords(duty.state, language)}</span>{" "}
              {waitingOfDuty(waiting, duty) === undefined ? null : (
                <span className="badge waiting">{say("approvals.waits")}</span>
              )}
            </p>
            <Assignee duty={duty} />
            {isSettled(duty) ? null : <DueTime duty={duty} />}
          </li>
        ))}
      </ul>
      {ofLaws}
      {view.tasks.map(({ task }) => (
        <p key={task}>{say("overview.writeAgain")}</p>
      ))}
      <p>
        <Link to={`/cases/${view.caseAlias}/duties`}>{say("overview.toDuties")}</Link>
      </p>
    </>
  )
}

function WhatToSend() {
  const say = useSay()
  const { caseAlias } = useCase().view
  const waiting = useWaitingDocuments()
  if (waiting === undefined) return <Loading />
  return (
    <>
      {waiting.length === 0 ? (
        <p>{say("overview.documentsReady")}</p>
      ) : (
        <>
          <p>{say("overview.documentsWait")}</p>
          <ul>
            {waiting.map(({ document, title, missing }) => (
              <li key={document}>
                {title} ({say("documents.missing", { count: missing.length })})
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        <Link to={`/cases/${caseAlias}/documents`}>{say("overview.toDocuments")}</Link>
      </p>
    </>
  )
}

function Others() {
  const say = useSay()
  const { language } = useLanguage()
  const nameParty = usePartyWords()
  const { others } = useCase().view
  if (others.length === 0) return <p>{say("overview.noOthers")}</p>
  return (
    <ul className="cards">
      {others.map((other, index) => (
        <li className="card" key={other.alias ?? index}>
          <h3>{nameParty(other)}</h3>
          <p>
            {other.byLetter === true
              ? say("overview.otherByLetter")
              : say(other.acknowledgedAt === undefined ? "overview.otherUnread" : "overview.otherRead")}
          </p>
          <ul>
            {other.duties.toSorted(byNeed).map(({ dutyId, kind, state }) => (
              <li key={dutyId}>{labelled(kindInWords(kind, language), stateInWords(state, language), language)}</li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}
