import { useInfiniteQuery } from "@tanstack/react-query"
import { Suspense } from "react"
import { Button } from "react-aria-components"
import { Link } from "react-router"
import { toolInWords } from "../../shared/breach-desk/dossier/codes-in-words.ts"
import { capital } from "../../shared/platform/bilingual.ts"
import { answerOf, api } from "../api/console-api.ts"
import { pollMilliseconds } from "../api/polling.ts"
import { useCaseQuery } from "../case/case-query.ts"
import { dueFirst } from "../case/due-first.ts"
import { useDutyWords } from "../case/duty-words.ts"
import { useLanguage } from "../language/language-provider.tsx"
import { useSay } from "../language/use-say.ts"
import { Loading } from "../parts/loading.tsx"
import { Moment } from "../parts/moment.tsx"
import { Page } from "../parts/page.tsx"
import { ProblemText } from "../parts/problem-text.tsx"

const pageOfCases = (after: string | undefined) =>
  answerOf(api.GET("/v1/cases", { params: { query: after === undefined ? {} : { after } } }))

type ListedCase = Awaited<ReturnType<typeof pageOfCases>>["body"]["cases"][number]

/** All cases of the party, the newest first. */
export function CasesPage() {
  const say = useSay()
  const pages = useInfiniteQuery({
    queryKey: ["cases"],
    queryFn: ({ pageParam }) => pageOfCases(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ body }) => body.next,
    refetchInterval: pollMilliseconds,
  })
  const cases = pages.data?.pages.flatMap(({ body }) => body.cases)
  return (
    <Page title={say("cases.title")}>
      {pages.error === null ? null : <ProblemText problem={pages.error} />}
      {pages.isPending ? <Loading of={say("app.loading")} /> : null}
      {cases?.length === 0 && !pages.hasNextPage ? <p>{say("cases.none")}</p> : null}
      <ul className="cards">
        {cases?.map((one, nth) => (
          <li key={one.caseAlias}>
            <CaseCard listed={one} showsDue={one.state === "open" && nth < casesWithDue} />
          </li>
        ))}
      </ul>
      {pages.hasNextPage ? (
        <Button isPending={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
          {say("cases.more")}
        </Button>
      ) : null}
    </Page>
  )
}

/** What is due next is read from each case. The newest ones are the open ones. */
const casesWithDue = 20

function CaseCard({ listed, showsDue }: { readonly listed: ListedCase; readonly showsDue: boolean }) {
  const say = useSay()
  const { language } = useLanguage()
  const { caseAlias, state, tool, openedAt, shipments, acknowledged } = listed
  return (
    <article className="card">
      <h2>
        <Link to={`/cases/${caseAlias}`}>{say("cases.one", { alias: caseAlias })}</Link>
      </h2>
      <p>
        <span className={`badge ${state}`}>{say(`case.state.${state}`)}</span>{" "}
        {state === "open" && !acknowledged ? <strong>{say("cases.unread")}</strong> : null}
      </p>
      <p>{say("cases.shipments", { count: shipments })}</p>
      <p>{capital(toolInWords(tool === "guarded" ? "guarded" : "observed", language))}</p>
      <p>
        {say("cases.opened")} <Moment at={openedAt} />
      </p>
      {showsDue ? (
        <Suspense>
          <NextDue caseAlias={caseAlias} />
        </Suspense>
      ) : null}
    </article>
  )
}

/** The duty of the party that is due first in a case. */
function NextDue({ caseAlias }: { readonly caseAlias: string }) {
  const say = useSay()
  const nameDuty = useDutyWords()
  const { data } = useCaseQuery(caseAlias)
  if (data === undefined) return null
  const duty = dueFirst(data.body.duties)
  if (duty?.dueAt === undefined) return <p>{say("cases.nothingDue")}</p>
  return (
    <p>
      {say("cases.due")} <strong>{nameDuty(duty)}</strong>, <Moment at={duty.dueAt} isDue />
    </p>
  )
}
