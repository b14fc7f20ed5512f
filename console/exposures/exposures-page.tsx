import { useCase } from "../case/case-context.tsx"
import { CasePage } from "../case/case-page.tsx"
import { useSay } from "../language/language-provider.tsx"
import { ExposuresPart } from "./exposures-part.tsx"

/** What was seen of a case's shipments: as pictures, and one by one. */
export function ExposuresPage() {
  const say = useSay()
  const { caseAlias, counts, findings, atHub } = useCase().view
  const shipments = counts.shipments + (counts.possibleShipments ?? 0)
  return (
    <CasePage path="exposures">
      {atHub ? (
        <p>{say("exposures.noneAtHub")}</p>
      ) : (
        <ExposuresPart caseAlias={caseAlias} shipments={shipments} findings={findings} />
      )}
    </CasePage>
  )
}
