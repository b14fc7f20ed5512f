import { Link } from "react-router"
import { usePersonWords } from "../api/colleagues.ts"
import { useCase } from "../case/case-context.tsx"
import { pathOfPart } from "../case/case-pages.ts"
import { useSay } from "../language/language-provider.tsx"
import { Moment } from "../parts/moment.tsx"
import type { Approval } from "./approval.ts"

/** Says of something that it waits for a second person, since when, and leads there. */
export function AwaitsApproval({ approval }: { readonly approval: Approval | undefined }) {
  const say = useSay()
  const namePerson = usePersonWords()
  const { caseAlias } = useCase().view
  if (approval === undefined) return null
  return (
    <>
      <p>
        <span className="badge waiting">{say("approvals.waits")}</span>
      </p>
      <p>
        {say("approvals.askedBy", { person: namePerson(approval.requestedBy) })} <Moment at={approval.requestedAt} />
      </p>
      <p>
        <Link to={`/cases/${caseAlias}/${pathOfPart("approvals")}`}>{say("approvals.toThem")}</Link>
      </p>
    </>
  )
}
