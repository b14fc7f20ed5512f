import { useCase, useMayChangeCase } from "../case/case-context.tsx"
import { CasePage } from "../case/case-page.tsx"
import { NoticeProgress } from "../case/notice-progress.tsx"
import { WhomYouReach } from "../case/whom-you-reach.tsx"
import { MailMergePart } from "./mail-merge-part.tsx"

/** Writes to the people affected, and records that they were told. */
export function MailMergePage() {
  const mayChange = useMayChangeCase()
  const { caseAlias, counts } = useCase().view
  const shipments = counts.shipments + (counts.possibleShipments ?? 0)
  return (
    <CasePage title="mailMerge.title">
      <NoticeProgress />
      <WhomYouReach />
      <MailMergePart caseAlias={caseAlias} mayChange={mayChange} shipments={shipments} />
    </CasePage>
  )
}
