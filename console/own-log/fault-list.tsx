import { useSession } from "../api/session.ts"
import { useSay } from "../language/use-say.ts"
import { EntryNumbers } from "./entry-numbers.tsx"
import type { LogFault } from "./log-entries.ts"

/** Which entries are not understood, and why. It names field and rule, and never what the file has there. */
export function FaultList({ faults }: { readonly faults: readonly LogFault[] }) {
  const say = useSay()
  const { partyKind } = useSession()
  if (faults.length === 0) return null
  const field = (role: LogFault["role"]) =>
    role === "line"
      ? say("ownLog.line")
      : say(role === "reference" ? `ownLog.reference.${partyKind}` : `ownLog.role.${role}`)
  return (
    <>
      <h3>{say("ownLog.faults")}</h3>
      <ul>
        {faults.map(({ role, rule, entries }) => (
          <li key={`${role} ${rule}`}>
            <strong>{field(role)}</strong>: {say(`ownLog.rule.${rule}`)} <EntryNumbers numbers={entries} />
          </li>
        ))}
      </ul>
    </>
  )
}
