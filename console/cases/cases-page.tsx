import { Fragment, lazy, Suspense, useMemo, useState } from "react"
import { Button } from "react-aria-components"
import { Link } from "react-router"
import { capital, labelled } from "../../shared/base/platform/bilingual.ts"
import { placeInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { usePersonWords } from "../api/colleagues.ts"
import { now } from "../api/server-time.ts"
import { useMayAct } from "../api/session.ts"
import { regulatorName, useDutyWords } from "../case/duty-words.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { DueMoment, Moment } from "../parts/moment.tsx"
import { Page } from "../parts/page.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { Loading, MoreButton } from "../parts/reading.tsx"
import { CaseFilters } from "./case-filters.tsx"
import { caseLines, fittingCases, noFilter } from "./case-list.ts"
import { type ListedCase, useCases } from "./cases-query.ts"

// The first page of a visit waits for no form.
const AssignNextDuty = lazy(async () => ({ default: (await import("./assign-next-duty.tsx")).AssignNextDuty }))

/** The cases of the party: the open ones first, by what is due, then the others, the newest first. */
export function CasesPage() {
  const say = useSay()
  const pages = useCases()
  const cases = useMemo(() => pages.data?.pages.flatMap(({ body }) => body.cases) ?? [], [pages.data])
  return (
    <Page title={say("cases.title")}>
      {pages.error === null ? null : <ProblemText problem={pages.error} />}
      {pages.isPending ? <Loading /> : null}
      {pages.isSuccess && cases.length === 0 ? <p>{say("cases.none")}</p> : null}
      {cases.length === 1 ? <CaseTable cases={cases} /> : null}
      {cases.length > 1 ? <SearchedCases cases={cases} isCut={pages.hasNextPage} /> : null}
      {pages.data?.pages[0]?.body.olderLeftOut === true ? <p>{say("cases.olderLeftOut")}</p> : null}
      <MoreButton pages={pages}>{say("cases.readMore")}</MoreButton>
    </Page>
  )
}

/** Cases that are drawn at a time. */
const drawnAtOnce = 100

type SearchedCasesProps = {
  readonly cases: readonly ListedCase[]
  /** Whether there are more than were read. */
  readonly isCut: boolean
}

function SearchedCases({ cases, isCut }: SearchedCasesProps) {
  const say = useSay()
  const namePerson = usePersonWords()
  const [filter, setFilter] = useState(noFilter)
  const [most, setMost] = useState(drawnAtOnce)
  const shown = useMemo(() => fittingCases(cases, filter), [cases, filter])
  const save = async () => {
    const [{ csvOf }, { saveFile }] = await Promise.all([import("../parts/csv.ts"), import("../parts/save-file.ts")])
    saveFile("cases.csv", "text/csv;charset=utf-8", csvOf(caseLines(shown, namePerson)))
  }
  return (
    <>
      <CaseFilters cases={cases} filter={filter} change={(part) => setFilter({ ...filter, ...part })} />
      <div className="buttons">
        <p role="status">{say("cases.shown", { shown: shown.length, all: cases.length, isCut: String(isCut) })}</p>
        <Button onPress={() => setFilter(noFilter)} isDisabled={filter === noFilter}>
          {say("exposures.showAll")}
        </Button>
        <Button onPress={() => void save()}>{say("cases.save", { count: shown.length })}</Button>
      </div>
      {shown.length === 0 ? <p>{say("cases.noneFits")}</p> : <CaseTable cases={shown.slice(0, most)} />}
      {shown.length > most ? <Button onPress={() => setMost(most + drawnAtOnce)}>{say("cases.more")}</Button> : null}
    </>
  )
}

const columns = ["case", "due", "owner", "shipments", "tool", "opened"] as const

function CaseTable({ cases }: { readonly cases: readonly ListedCase[] }) {
  const say = useSay()
  return (
    <table className="folding" aria-label={say("cases.title")}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {say(`cases.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {cases.map((one) => (
          <CaseLine key={one.caseAlias} listed={one} />
        ))}
      </tbody>
    </table>
  )
}

function CaseLine({ listed }: { readonly listed: ListedCase }) {
  const say = useSay()
  const { language } = useLanguage()
  const { caseAlias, state, tool, atHub, openedAt, shipments, atLeast, acknowledged, counterparties } = listed
  return (
    <tr>
      <th scope="row">
        <Link to={`/cases/${caseAlias}`}>{say("cases.one", { alias: caseAlias })}</Link>{" "}
        <span className={`badge ${state}`}>{say(`case.state.${state}`)}</span>
        {state === "open" && !acknowledged ? <p className="late">{say("cases.unread")}</p> : null}
      </th>
      <td data-label={say("cases.column.due")}>
        <NextDue listed={listed} />
      </td>
      <td className="owner" data-label={say("cases.column.owner")}>
        {state === "open" ? <Owner listed={listed} /> : null}
      </td>
      <td data-label={say("cases.column.shipments")}>
        {say(atLeast === true ? "cases.shipmentsAtLeast" : "cases.shipments", { count: shipments })}
      </td>
      <td data-label={say("cases.column.tool")}>
        {capital(placeInWords(tool, atHub, language))}
        <Counterparties names={counterparties} />
      </td>
      <td data-label={say("cases.column.opened")}>
        <Moment at={openedAt} />
      </td>
    </tr>
  )
}

/** Names that a line has room for. */
const mostNames = 3

function Counterparties({ names }: { readonly names: readonly string[] }) {
  const say = useSay()
  if (names.length === 0) return null
  const shown = names.slice(0, mostNames).join(", ")
  return (
    <p className="hint">{say("cases.counterparties", { names: shown, more: Math.max(0, names.length - mostNames) })}</p>
  )
}

/** To whom duties of an open case are assigned, and the way to assign the one that is due first. */
function Owner({ listed: { caseAlias, nextDue, assignees = [] } }: { readonly listed: ListedCase }) {
  const say = useSay()
  const nameDuty = useDutyWords()
  const namePerson = usePersonWords()
  const mayAct = useMayAct()
  const [isOpen, setOpen] = useState(false)
  const label = say(nextDue?.assignee === undefined ? "duties.assign" : "duties.assignElse")
  return (
    <>
      {assignees.map(namePerson).join(", ") || say("duties.assignNobody")}
      {nextDue === undefined || !mayAct ? null : (
        <Button
          className="quiet"
          aria-haspopup="dialog"
          aria-label={say("duties.actionTitle", { action: label, duty: say("cases.one", { alias: caseAlias }) })}
          onPress={() => setOpen(true)}
        >
          {label}
        </Button>
      )}
      {isOpen && nextDue !== undefined ? (
        <Suspense>
          <AssignNextDuty
            caseAlias={caseAlias}
            due={nextDue}
            title={say("duties.actionTitle", { action: label, duty: nameDuty(nextDue) })}
            close={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </>
  )
}

/** The duty of the party that is due first in a case, and what a regulator waits for first. */
function NextDue({ listed: { state, nextDue, nextQuestion } }: { readonly listed: ListedCase }) {
  const say = useSay()
  const nameDuty = useDutyWords()
  const { language } = useLanguage()
  const due = [
    ...(nextDue === undefined ? [] : [{ ...nextDue, what: nameDuty(nextDue) }]),
    ...(nextQuestion === undefined
      ? []
      : [
          {
            ...nextQuestion,
            what: labelled(say("cases.answer"), regulatorName(nextQuestion.regulator)[language], language),
          },
        ]),
  ].sort((one, other) => Date.parse(one.dueAt) - Date.parse(other.dueAt))
  if (due.length === 0) return state === "open" ? say("cases.nothingDue") : null
  return due.map(({ what, dueAt, ...one }, place) => (
    <Fragment key={what}>
      {place === 0 ? null : <br />}
      {what}, <DueMoment at={dueAt} />
      {"dueIs" in one && one.dueIs === "target" ? `, ${say("cases.target")}` : null}{" "}
      {Date.parse(dueAt) < now().getTime() ? <strong className="late">{say("due.late")}</strong> : null}
    </Fragment>
  ))
}
