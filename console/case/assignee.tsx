import { usePersonWords } from "../api/colleagues.ts"
import { useSay } from "../language/language-provider.tsx"
import type { OwnDuty } from "./case-view.ts"

/** To whom of the party a duty is assigned. Says nothing where nobody is. */
export function Assignee({ duty: { assignee } }: { readonly duty: OwnDuty }) {
  const say = useSay()
  const namePerson = usePersonWords()
  if (assignee === undefined) return null
  return <p>{say("duties.assignedTo", { person: namePerson(assignee) })}</p>
}
