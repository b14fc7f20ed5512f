import { useInfiniteQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Link } from "react-router"
import { capital } from "../../shared/base/platform/bilingual.ts"
import { toolInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { answerOf, api } from "../api/console-api.ts"
import { pollMilliseconds } from "../api/polling.ts"
import { now } from "../api/server-time.ts"
import { useDutyWords } from "../case/duty-words.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { Labelled } from "../parts/labelled.tsx"
import { DueMoment, Moment } from "../parts/moment.tsx"
import { Page } from "../parts/page.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { Loading, MoreButton } from "../parts/reading.tsx"

type State = "open" | "closed" | "falseAlarm" | undefined

const pageOfCases = (state: State, after: string | undefined) =>
  answerOf(
    api.GET("/v1/cases", {
      params: { query: { order: "due", ...(state && { state }), ...(after === undefined ? {} : { after }) } },
    }),
  )

type ListedCase = Awaited<ReturnType<typeof pageOfCases>>["body"]["cases"][number]

/** A list of more than one page is read less often: the hub reads all cases for each page. */
const pollLongListMilliseconds = 60_000

/** The cases of the party: the open ones first, by what is due, then the others, the newest first. */
export function CasesPage() {
  const say = useSay()
  const [state, setState] = useState<State>()
  const pages = useInfiniteQuery({
    queryKey: ["cases", state],
    queryFn: ({ pageParam }) => pageOfCases(state, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ body }) => body.next,
    placeholderData: (before) => before,
    refetchInterval: ({ state: { data } }) => {
      const isLong = data?.pages[0]?.body.next !== undefined
      return pollMilliseconds() === false ? false : isLong ? pollLongListMilliseconds : pollMilliseconds()
    },
  })
  const cases = pages.data?.pages.flatMap(({ body }) => body.cases) ?? []
  return (
    <Page title={say("cases.title")}>
      {pages.error === null ? null : <ProblemText problem={pages.error} />}
      {pages.isPending ? <Loading /> : null}
      {pages.isSuccess && cases.length === 0 && state === undefined ? <p>{say("cases.none")}</p> : null}
      {cases.length > 1 || state !== undefined ? <StateFilter state={state} choose={setState} /> : null}
      {cases.length > 0 ? <CaseTable cases={cases} /> : state === undefined ? null : <p>{say("cases.noneFits")}</p>}
      <MoreButton pages={pages}>{say("cases.more")}</MoreButton>
    </Page>
  )
}

type StateFilterProps = { readonly state: State; readonly choose: (state: State) => void }

const states = ["open", "closed", "falseAlarm"] as const

function StateFilter({ state, choose }: StateFilterProps) {
  const say = useSay()
  return (
    <search className="filters">
      <Labelled label={say("cases.state")}>
        {(id) => (
          <select
            id={id}
            value={state ?? ""}
            onChange={({ target }) => choose(states.find((one) => one === target.value))}
          >
            <option value="">{say("cases.anyState")}</option>
            {states.map((one) => (
              <option key={one} value={one}>
                {say(`case.state.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Labelled>
    </search>
  )
}

const columns = ["case", "due", "shipments", "tool", "opened"] as const

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
  const { caseAlias, state, tool, openedAt, shipments, atLeast, acknowledged, nextDue } = listed
  return (
    <tr>
      <th scope="row">
        <Link to={`/cases/${caseAlias}`}>{say("cases.one", { alias: caseAlias })}</Link>{" "}
        <span className={`badge ${state}`}>{say(`case.state.${state}`)}</span>
        {state === "open" && !acknowledged ? <p className="late">{say("cases.unread")}</p> : null}
      </th>
      <td data-label={say("cases.column.due")}>{state === "open" ? <NextDue due={nextDue} /> : null}</td>
      <td data-label={say("cases.column.shipments")}>
        {say(atLeast === true ? "cases.shipmentsAtLeast" : "cases.shipments", { count: shipments })}
      </td>
      <td data-label={say("cases.column.tool")}>{capital(toolInWords(tool, language))}</td>
      <td data-label={say("cases.column.opened")}>
        <Moment at={openedAt} />
      </td>
    </tr>
  )
}

/** The duty of the party that is due first in a case. */
function NextDue({ due }: { readonly due: ListedCase["nextDue"] }) {
  const say = useSay()
  const nameDuty = useDutyWords()
  if (due === undefined) return say("cases.nothingDue")
  const { dueAt, dueIs } = due
  return (
    <>
      {nameDuty(due)}, <DueMoment at={dueAt} />
      {dueIs === "target" ? `, ${say("cases.target")}` : null}{" "}
      {Date.parse(dueAt) < now().getTime() ? <strong className="late">{say("due.late")}</strong> : null}
    </>
  )
}
