import { useInfiniteQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import { capital } from "../../shared/base/platform/bilingual.ts"
import { toolInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { answerOf, api } from "../api/console-api.ts"
import { pollMilliseconds } from "../api/polling.ts"
import { now } from "../api/server-time.ts"
import { useDutyWords } from "../case/duty-words.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { Moment } from "../parts/moment.tsx"
import { Page } from "../parts/page.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { Loading, MoreButton } from "../parts/reading.tsx"
import { urgentFirst } from "./urgent-first.ts"

const pageOfCases = (after: string | undefined) =>
  answerOf(api.GET("/v1/cases", { params: { query: after === undefined ? {} : { after } } }))

type ListedCase = Awaited<ReturnType<typeof pageOfCases>>["body"]["cases"][number]

/** All cases of the party: the open ones first, by what is due, then the others, the newest first. */
export function CasesPage() {
  const say = useSay()
  const pages = useInfiniteQuery({
    queryKey: ["cases"],
    queryFn: ({ pageParam }) => pageOfCases(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ body }) => body.next,
    refetchInterval: pollMilliseconds,
  })
  const cases = pages.data && urgentFirst(pages.data.pages.flatMap(({ body }) => body.cases))
  return (
    <Page title={say("cases.title")}>
      {pages.error === null ? null : <ProblemText problem={pages.error} />}
      {pages.isPending ? <Loading /> : null}
      {cases?.length === 0 && !pages.hasNextPage ? <p>{say("cases.none")}</p> : null}
      <ul className="cards">
        {cases?.map((one) => (
          <li key={one.caseAlias}>
            <CaseCard listed={one} />
          </li>
        ))}
      </ul>
      <MoreButton pages={pages}>{say("cases.more")}</MoreButton>
    </Page>
  )
}

function CaseCard({ listed }: { readonly listed: ListedCase }) {
  const say = useSay()
  const { language } = useLanguage()
  const { caseAlias, state, tool, openedAt, shipments, atLeast, acknowledged, nextDue } = listed
  return (
    <article className="card">
      <h2>
        <Link to={`/cases/${caseAlias}`}>{say("cases.one", { alias: caseAlias })}</Link>
      </h2>
      <p>
        <span className={`badge ${state}`}>{say(`case.state.${state}`)}</span>{" "}
        {state === "open" && !acknowledged ? <strong>{say("cases.unread")}</strong> : null}
      </p>
      <p>{say(atLeast === true ? "cases.shipmentsAtLeast" : "cases.shipments", { count: shipments })}</p>
      <p>{capital(toolInWords(tool, language))}</p>
      <p>
        {say("cases.opened")} <Moment at={openedAt} />
      </p>
      {state === "open" ? <NextDue due={nextDue} /> : null}
    </article>
  )
}

/** The duty of the party that is due first in a case. */
function NextDue({ due }: { readonly due: ListedCase["nextDue"] }) {
  const say = useSay()
  const nameDuty = useDutyWords()
  if (due === undefined) return <p>{say("cases.nothingDue")}</p>
  const { dueAt, dueIs } = due
  return (
    <p>
      {say("cases.due")} <strong>{nameDuty(due)}</strong>, <Moment at={dueAt} isDue />
      {dueIs === "target" ? ` (${say("cases.target")})` : null}{" "}
      {Date.parse(dueAt) < now().getTime() ? <strong className="late">{say("due.late")}</strong> : null}
    </p>
  )
}
