import { useParams } from "react-router"
import { useMayAct } from "../api/session.ts"
import { useCaseQuery } from "../case/case-query.ts"
import { useSay } from "../language/use-say.ts"
import { Loading } from "../parts/loading.tsx"
import { Page } from "../parts/page.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { MailMergePart } from "./mail-merge-part.tsx"

/** Writes to the people affected, and records that they were told. */
export function MailMergePage() {
  const say = useSay()
  const { caseAlias = "" } = useParams()
  const mayAct = useMayAct()
  const { data, error } = useCaseQuery(caseAlias)
  const view = data?.body
  return (
    <Page title={say("mailMerge.title")}>
      {error === null ? null : <ProblemText problem={error} />}
      {view === undefined && error === null ? <Loading of={say("app.loading")} /> : null}
      {view === undefined ? null : (
        <MailMergePart
          caseAlias={caseAlias}
          mayChange={mayAct && view.state === "open"}
          shipments={view.counts.shipments}
        />
      )}
    </Page>
  )
}
