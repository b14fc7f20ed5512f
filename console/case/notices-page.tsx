import { Link } from "react-router"
import { useSay } from "../language/use-say.ts"
import { useCase, useMayChangeCase } from "./case-context.tsx"
import { CasePage } from "./case-page.tsx"
import { notYetNotified } from "./next-step.ts"
import { NoticeProgress } from "./notice-progress.tsx"
import { NotifiedForm } from "./notified-form.tsx"
import { PublicNoticeForm } from "./public-notice-form.tsx"

/** How many of the affected people are notified, and the record of more. */
export function NoticesPage() {
  const say = useSay()
  const mayChange = useMayChangeCase()
  const { view } = useCase()
  const rest = notYetNotified(view)
  return (
    <CasePage title="notices.title">
      <NoticeProgress />
      {rest === 0 ? <p>{say("notices.allDone")}</p> : <p>{say("notices.rest", { count: rest })}</p>}
      <p>
        {say("notices.mergeIntro")} <Link to={`/cases/${view.caseAlias}/mail-merge`}>{say("mailMerge.title")}</Link>
      </p>
      <p>
        {say("notices.listIntro")} <Link to={`/cases/${view.caseAlias}/exposures`}>{say("exposures.title")}</Link>
      </p>
      {mayChange ? (
        <>
          <section className="card" aria-labelledby="notified">
            <h2 id="notified">{say("notices.record")}</h2>
            <NotifiedForm />
          </section>
          <section className="card" aria-labelledby="public-notice">
            <h2 id="public-notice">{say("notices.public")}</h2>
            <PublicNoticeForm />
          </section>
        </>
      ) : (
        <p>{say("case.readOnly")}</p>
      )}
    </CasePage>
  )
}
