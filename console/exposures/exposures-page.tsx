import { useParams } from "react-router"
import { useCaseQuery } from "../case/case-query.ts"
import { useSay } from "../language/use-say.ts"
import { Loading } from "../parts/loading.tsx"
import { Page } from "../parts/page.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { ExposuresPart } from "./exposures-part.tsx"

/** What was seen of a case's shipments: as pictures, and one by one. */
export function ExposuresPage() {
  const say = useSay()
  const { caseAlias = "" } = useParams()
  const { data, error } = useCaseQuery(caseAlias)
  const view = data?.body
  return (
    <Page title={say("exposures.title")}>
      {error === null ? null : <ProblemText problem={error} />}
      {view === undefined && error === null ? <Loading of={say("app.loading")} /> : null}
      {view === undefined ? null : (
        <ExposuresPart caseAlias={caseAlias} shipments={view.counts.shipments} findings={view.findings} />
      )}
    </Page>
  )
}
