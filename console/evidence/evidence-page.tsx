import { useMayAct } from "../api/session.ts"
import { CasePage } from "../case/case-page.tsx"
import { useSay } from "../language/language-provider.tsx"
import { EvidenceForm } from "./evidence-form.tsx"
import { EvidenceList } from "./evidence-list.tsx"

/** The party's own files of evidence about the case, and the way to add one. */
export function EvidencePage() {
  const say = useSay()
  const mayAct = useMayAct()
  return (
    <CasePage title="evidence.title">
      <p>{say("evidence.intro")}</p>
      {mayAct ? <EvidenceForm /> : <p>{say("case.readOnly")}</p>}
      <EvidenceList />
    </CasePage>
  )
}
