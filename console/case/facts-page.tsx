import { AssessmentPart } from "./assessment-part.tsx"
import { CasePage } from "./case-page.tsx"
import { FactsPart } from "./facts-part.tsx"

/** What the party judges, and what only it can say. */
export const FactsPage = () => (
  <CasePage path="facts" parts={{ assessment: <AssessmentPart />, facts: <FactsPart /> }} />
)
