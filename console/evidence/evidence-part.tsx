import { useMayAct } from "../api/session.ts"
import { useSay } from "../language/language-provider.tsx"
import { EvidenceForm } from "./evidence-form.tsx"
import { EvidenceList } from "./evidence-list.tsx"

/** The party's own files of evidence about the case, and the way to add one. */
export function EvidencePart() {
  const say = useSay()
  const mayAct = useMayAct()
  return (
    <>
      <p>{say("evidence.intro")}</p>
      {mayAct ? <EvidenceForm /> : null}
      <EvidenceList />
    </>
  )
}
