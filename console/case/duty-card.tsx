import type { ReactNode } from "react"
import { Link } from "react-router"
import { isByContract } from "../../shared/base/contracts/by-contract.ts"
import { sentenceList } from "../../shared/base/platform/bilingual.ts"
import { assessmentReasonInWords, declineInWords, stateInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { type DutyOperation, dutyOperations } from "../../shared/desk/duties/duty-operations.ts"
import { now } from "../api/server-time.ts"
import { useApprovals } from "../approvals/approvals-query.ts"
import { AwaitsApproval } from "../approvals/awaits-approval.tsx"
import { waitingOfDuty } from "../approvals/waiting.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { BilingualText, EnglishText } from "../parts/bilingual-text.tsx"
import { Moment } from "../parts/moment.tsx"
import { AssigneeChoice } from "./assignee-choice.tsx"
import { useCase, useMayChangeCase } from "./case-context.tsx"
import { pathOfPart } from "./case-pages.ts"
import type { CaseView, OthersDuty, OwnDuty } from "./case-view.ts"
import { DueTime } from "./due-time.tsx"
import { DutyActions } from "./duty-actions.tsx"
import { useDutyWords, useLawWords, usePartyWords } from "./duty-words.ts"
import { awaitsNotices, isSettled } from "./next-step.ts"

/** A duty that the party owes: its times, why it exists, what passed, and what can be done. */
export function OwnDutyCard({ duty }: { readonly duty: OwnDuty }) {
  const mayChange = useMayChangeCase()
  const { view } = useCase()
  const waits = waitingOfDuty(useApprovals(), duty)
  const allowed = allowedTo("owner", duty.state)
  const operations = ownOperations(duty, view, waits !== undefined)
  const awaited = allowed[0] === "discharge" && awaitsNotices(duty, view) ? <ToNotices /> : undefined
  return (
    <DutyCard duty={duty}>
      <AwaitsApproval approval={waits} />
      {isByContract(duty) ? <WithWhom duty={duty} /> : null}
      <DueTime duty={duty} />
      <AssigneeChoice duty={duty} />
      <Passed duty={duty} />
      <Why duty={duty} />
      {mayChange ? (
        <DutyActions
          duty={duty}
          operations={operations}
          first={waits === undefined ? awaited : null}
          more={duty.test === undefined || isSettled(duty) ? undefined : <ToAssessment />}
        />
      ) : null}
    </DutyCard>
  )
}

/** The contract by which a duty is owed: with whom, and its clause. */
function WithWhom({ duty: { towards, basis } }: { readonly duty: OwnDuty }) {
  const say = useSay()
  const nameParty = usePartyWords()
  return <p>{say("duties.contractWith", { party: nameParty(towards ?? { kind: "other" }), clause: basis ?? "" })}</p>
}

/** To the page on which notices to people are recorded. */
export function ToNotices() {
  const say = useSay()
  const { caseAlias } = useCase().view
  return (
    <Link className="button primary" to={`/cases/${caseAlias}/${pathOfPart("notices")}`}>
      {say("duties.toNotices")}
    </Link>
  )
}

function ToAssessment() {
  const say = useSay()
  const { caseAlias } = useCase().view
  return (
    <p>
      <Link to={`/cases/${caseAlias}/${pathOfPart("assessment")}`}>{say("duties.toAssessment")}</Link>
    </p>
  )
}

/** The name and the state of a duty, over what is told of it. */
function DutyCard({ duty, children }: { readonly duty: OwnDuty | OthersDuty; readonly children: ReactNode }) {
  const { language } = useLanguage()
  const nameDuty = useDutyWords()
  return (
    <article className="card" id={`duty-${duty.dutyId}`}>
      <h4>{nameDuty(duty)}</h4>
      <p>
        <span className="badge">{stateInWords(duty.state, language)}</span>
      </p>
      {children}
    </article>
  )
}

/** What settles a duty. While one of these waits for a second person, nobody asks for another. */
const settling: ReadonlySet<DutyOperation> = new Set(["discharge", "assessNotOwed"])

/** Why the duty exists: the words and the place of the law or the contract. */
function Why({ duty }: { readonly duty: OwnDuty }) {
  const say = useSay()
  const { language } = useLanguage()
  const { view } = useCase()
  return (
    <details>
      <summary>{say("duties.why")}</summary>
      <p>
        {duty.explanation === undefined ? (
          <EnglishText>{duty.why}</EnglishText>
        ) : (
          <BilingualText text={duty.explanation} />
        )}
      </p>
      {duty.review === undefined ? null : (
        <p>
          <BilingualText text={duty.review} />
        </p>
      )}
      <p>{say(isByContract(duty) ? "duties.presumption.contract" : `duties.presumption.${duty.presumption}`)}</p>
      {duty.send === undefined || duty.send.length === 0 ? null : (
        <p>
          {say("duties.send", {
            facts: sentenceList(
              duty.send.map((fact) => say(`contract.fact.${fact}`)),
              language,
            ),
          })}
        </p>
      )}
      {view.lawCoverage.toConfirm?.includes(duty.law) ? <p>{say("duties.confirmReach")}</p> : null}
    </details>
  )
}

/** What passed between the parties about the duty, and how it was settled. */
function Passed({ duty }: { readonly duty: OwnDuty }) {
  const say = useSay()
  const { language } = useLanguage()
  const nameParty = usePartyWords()
  const { requests, declined, takenOverAt, discharged, notOwed } = duty
  return (
    <ul className="passed">
      {requests.map(({ at, by }) => (
        <li key={at}>
          {say("duties.requestedBy", { party: nameParty(by) })} <Moment at={at} />
        </li>
      ))}
      {declined === undefined || isSettled(duty) ? null : (
        <li>
          {say("duties.youDeclined", { reason: declineInWords(declined.reason, language) })} <Moment at={declined.at} />
        </li>
      )}
      {takenOverAt === undefined ? null : (
        <li>
          {say("duties.takenOver")} <Moment at={takenOverAt} />
        </li>
      )}
      {discharged === undefined ? null : (
        <li>
          {say("duties.dischargedAt")} <Moment at={discharged.receipt?.at ?? discharged.at} />
          {discharged.receipt === undefined ? null : `. ${say("duties.receipt", discharged.receipt)}`}
        </li>
      )}
      {notOwed === undefined ? null : (
        <li>
          {say("duties.notOwedSince")} <Moment at={notOwed.at} />{" "}
          {sentenceList(
            notOwed.assessment.reasons.map((reason) => assessmentReasonInWords(reason, language)),
            language,
          )}
        </li>
      )}
    </ul>
  )
}

type OthersDutyCardProps = {
  readonly duty: OthersDuty
  readonly owner: string
  /** Whether the owner takes no part, and is asked by letter. */
  readonly isByLetter: boolean
}

/** A duty of another party: what was asked and answered, and what this party can do. */
export function OthersDutyCard({ duty, owner, isByLetter }: OthersDutyCardProps) {
  const say = useSay()
  const { language } = useLanguage()
  const nameLaw = useLawWords()
  const mayChange = useMayChangeCase()
  const { requests = [], declined, law, basis, state } = duty
  const isAsked = state === "requested" && requests.length > 0
  return (
    <DutyCard duty={duty}>
      <p>
        {isByContract(duty)
          ? say("duties.byContract", { clause: basis ?? "" })
          : say("duties.under", { law: nameLaw(law) })}
      </p>
      <DueTime duty={duty} />
      <ul className="passed">
        {requests.map(({ at }) => (
          <li key={at}>
            {say("duties.youRequested")} <Moment at={at} />
          </li>
        ))}
        {isAsked ? <li>{say(isByLetter ? "duties.letterAsked" : "duties.askedMeans")}</li> : null}
        {declined === undefined ? null : (
          <li>
            {say("duties.theyDeclined", { party: owner, reason: declineInWords(declined.reason, language) })}{" "}
            <Moment at={declined.at} />
          </li>
        )}
      </ul>
      {mayChange ? (
        <DutyActions duty={duty} operations={othersOperations(duty, now())} letterTo={isByLetter ? owner : undefined} />
      ) : null}
    </DutyCard>
  )
}

/** Operations that the hub does by itself, or that come about by other pages. */
const elsewhere: ReadonlySet<DutyOperation> = new Set(["markUnanswered", "reopen"])

const isOperation = (name: string): name is DutyOperation => Object.hasOwn(dutyOperations, name)

/** Whether the law lets nobody decline the duty or assess it away: the record of every breach. */
const isAlwaysOwed = ({ kind, test, excuses }: OwnDuty) =>
  kind === "keepRecord" && test === undefined && excuses.length === 0

/** What the owner can do with a duty as the case is now. */
export const ownOperations = (duty: OwnDuty, view: CaseView, isWaiting: boolean): DutyOperation[] =>
  allowedTo("owner", duty.state).filter((one) => isPossible(one, duty, view) && !(isWaiting && settling.has(one)))

/** Whether the hub would take an operation of the owner as the case is now. */
function isPossible(operation: DutyOperation, duty: OwnDuty, view: CaseView): boolean {
  if (operation === "discharge") return !awaitsNotices(duty, view)
  if (operation === "assessNotOwed") return isExcusable(duty, view)
  return operation !== "decline" || !isAlwaysOwed(duty)
}

/** A reason that the law knows frees of a duty. If a test has factors, they are weighed first. */
function isExcusable({ excuses, law, test }: OwnDuty, { questions, assessments }: CaseView): boolean {
  const of = (one: { readonly law?: string; readonly test?: string }) => one.law === law && one.test === test
  const isWeighed = assessments.some(of) || !questions.some((one) => of(one) && one.factors.length > 0)
  return excuses.length > 0 && isWeighed
}

/**
 * What the party may do with another party's duty. Nobody asks again while the owner has yet to answer. If it is
 * offered or taken over, it was by this party.
 */
function othersOperations(duty: OthersDuty, now: Date): DutyOperation[] {
  const { state, dueAt, requests = [] } = duty
  const isStandIn = state === "offered" || state === "takenOver"
  const isEarly = state === "accepted" && (dueAt === undefined || Date.parse(dueAt) > now.getTime())
  const allowed = allowedTo(isStandIn ? "standIn" : "other", state)
  const isAsked = state === "requested" && requests.length > 0
  return allowed.filter((one) => !(isEarly && one === "takeOver") && !(isAsked && one === "request"))
}

function allowedTo(actor: "owner" | "other" | "standIn", state: OwnDuty["state"]): DutyOperation[] {
  // What settles the duty comes first, unless somebody waits for an answer.
  const first: readonly DutyOperation[] = state === "requested" || state === "offered" ? [] : ["discharge", "takeOver"]
  const inOrder = [...first, ...Object.keys(dutyOperations).filter(isOperation)]
  return [...new Set(inOrder)].filter((name) => !elsewhere.has(name) && dutyOperations[name].by[actor]?.includes(state))
}
