import { Suspense } from "react"
import { NavLink, Outlet, useParams } from "react-router"
import { useSay } from "../language/language-provider.tsx"
import { Folded } from "../parts/folded.tsx"
import { Page } from "../parts/page.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { Loading } from "../parts/reading.tsx"
import { CaseContext } from "./case-context.tsx"
import { casePages } from "./case-pages.ts"
import { useCaseQuery } from "./case-query.ts"
import type { CaseView } from "./case-view.ts"
import { UnwatchedHours } from "./unwatched-hours.tsx"

/** What is around every page of a case: its name, its state and the way to the other pages. */
export function CaseLayout() {
  const say = useSay()
  const { caseAlias = "" } = useParams()
  const { data, error } = useCaseQuery(caseAlias)
  if (data === undefined) {
    return (
      <Page title={say("cases.one", { alias: caseAlias })}>
        {error === null ? <Loading /> : <ProblemText problem={error} />}
      </Page>
    )
  }
  return (
    <CaseContext value={{ view: data.body, etag: data.etag }}>
      <CaseHeader view={data.body} />
      <UnwatchedHours hours={data.body.unwatched} because={data.body.unknownBecause} />
      {error === null ? null : <ProblemText problem={error} />}
      <Suspense fallback={<Loading />}>
        <Outlet />
      </Suspense>
    </CaseContext>
  )
}

function CaseHeader({ view: { caseAlias, state } }: { readonly view: CaseView }) {
  const say = useSay()
  return (
    <nav className="case-pages" aria-label={say("case.pages")}>
      <p>
        <strong>{say("cases.one", { alias: caseAlias })}</strong>{" "}
        <span className={`badge ${state}`}>{say(`case.state.${state}`)}</span>
      </p>
      <Folded label={say("case.pages")}>
        <ul>
          {casePages.map(({ path, title }) => (
            <li key={path}>
              <NavLink to={`/cases/${caseAlias}${path === "" ? "" : `/${path}`}`} end>
                {say(title)}
              </NavLink>
            </li>
          ))}
        </ul>
      </Folded>
    </nav>
  )
}
