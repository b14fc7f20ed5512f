import { contractsFrom } from "../../base/contracts/catalogue.ts"
import { explainType } from "../../base/contracts/explain-type.ts"
import type { EventBridgeEnvelope } from "../../base/platform/event-bridge-envelope.ts"
import type { Party } from "../party.ts"
import type { Explanation } from "./rejection-pipeline.ts"

/**
 * Explains why no rule matches an event of a party. Either this kind of party may not send its type, or the type is
 * unknown. The answer suggests the nearest type that the party may send.
 */
export function explainRejection(party: Party, envelope: EventBridgeEnvelope): Explanation {
  const given = envelope["detail-type"]
  const sendable = contractsFrom(party.kind)
  const own = sendable.filter(({ detailType }) => detailType === given)
  if (own.length > 0) {
    const results = own.map((contract) => contract.receive(envelope.detail))
    const problems = results.some(({ ok }) => ok) ? [] : results.flatMap((result) => (result.ok ? [] : result.problems))
    return {
      known: { detailType: given },
      problems: problems.length > 0 ? problems : [{ path: "detail-type", rule: "notAllowed" }],
    }
  }
  return explainType(given, sendable)
}
