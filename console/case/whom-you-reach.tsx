import { beyondPurchaser } from "../../shared/base/contracts/subject-of-field.ts"
import { useSession } from "../api/session.ts"
import { useSay } from "../language/language-provider.tsx"
import { useCase } from "./case-context.tsx"

/**
 * Of whom the fields tell beside the person who ordered, and what a shop does that can write to that person alone.
 * Nothing where nobody else is told of, or for a carrier, which knows no buyer.
 */
export function WhomYouReach() {
  const say = useSay()
  const { partyKind } = useSession()
  const { fieldsExposed, fieldsPossiblyExposed = [] } = useCase().view
  const people = beyondPurchaser([...fieldsExposed.map(({ field }) => field), ...fieldsPossiblyExposed])
  if (partyKind !== "retailer" || people.length === 0) return null
  return (
    <div className="reach">
      <p>{say("notices.reach")}</p>
      <ul>
        {people.map((person) => (
          <li key={person}>{say(`notices.reach.${person}`)}</li>
        ))}
      </ul>
      <p>{say("notices.reachThen")}</p>
    </div>
  )
}
