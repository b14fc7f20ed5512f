import { ApprovalsPart } from "../approvals/approvals-part.tsx"
import { useApprovals } from "../approvals/approvals-query.ts"
import { CasePage } from "./case-page.tsx"
import { ClosingPart } from "./closing-part.tsx"
import { DutiesPart } from "./duties-part.tsx"

/** What the party has to do, what waits for a second person, and how the case is closed. */
export function DutiesPage() {
  // Few parties have a second person approve anything.
  const waits = useApprovals().length > 0
  return (
    <CasePage
      path="duties"
      parts={{
        approvals: waits ? <ApprovalsPart /> : undefined,
        duties: <DutiesPart />,
        closing: <ClosingPart />,
      }}
    />
  )
}
