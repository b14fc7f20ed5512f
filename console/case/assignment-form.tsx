import { useState } from "react"
import { useColleagues, usePersonWords } from "../api/colleagues.ts"
import { useSession } from "../api/session.ts"
import type { Command } from "../api/use-command.ts"
import { useSay } from "../language/language-provider.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { OneOf } from "../parts/fields.tsx"

const nobody = "nobody"

/** Whom a person chooses for a duty that is assigned to `assignee`, if to anybody. */
export function useAssignment(assignee: string | undefined) {
  const say = useSay()
  const namePerson = usePersonWords()
  const [chosen, choose] = useState(assignee ?? nobody)
  const says = () =>
    say(chosen === nobody ? "duties.assignedNobody" : "duties.assigned", { person: namePerson(chosen) })
  return { assignee, chosen, choose, says }
}

type AssignmentFormProps = {
  readonly command: Command<string | null>
  readonly assignment: ReturnType<typeof useAssignment>
}

/** Asks to whom of the party a duty is assigned. */
export function AssignmentForm({ command, assignment: { assignee, chosen, choose } }: AssignmentFormProps) {
  const say = useSay()
  const namePerson = usePersonWords()
  const people = useAssignable(assignee)
  return (
    <CommandForm command={command} label={say("duties.assign")} input={() => (chosen === nobody ? null : chosen)}>
      <p>{say("duties.assignMeans")}</p>
      <OneOf
        label={say("duties.assignWho")}
        value={chosen}
        onChange={choose}
        options={[
          ...people.map((userId) => ({ value: userId, label: namePerson(userId) })),
          { value: nobody, label: say("duties.assignNobody") },
        ]}
      />
    </CommandForm>
  )
}

/** Who can be assigned a duty: the person, the other officers by name, and whoever has it now. */
function useAssignable(assignee: string | undefined): readonly string[] {
  const { userId } = useSession()
  const officers = useColleagues().filter(({ role }) => role === "officer")
  const known = [userId, ...officers.map((one) => one.userId), ...(assignee === undefined ? [] : [assignee])]
  return [...new Set(known)]
}
