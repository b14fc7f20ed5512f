import { useSay } from "../language/use-say.ts"
import { useCase, useMayChangeCase } from "./case-context.tsx"
import { CasePage } from "./case-page.tsx"
import { ExposedShipments } from "./exposed-shipments.tsx"
import { notYetNotified } from "./next-step.ts"
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
      <ExposedShipments />
    </CasePage>
  )
}

/** The progress of the notices in a sentence and as a bar. */
function NoticeProgress() {
  const say = useSay()
  const { affected, told, publicNotice } = useCase().view.notices
  const sentence = say(publicNotice === 0 ? "notices.progress" : "notices.progressPublic", {
    affected,
    told,
    publicNotice,
  })
  return (
    <div className="progress">
      <p>
        <strong>{sentence}</strong>
      </p>
      <progress aria-label={say("notices.title")} max={Math.max(affected, 1)} value={told + publicNotice}>
        {sentence}
      </progress>
    </div>
  )
}
