import { catalogue, contractsFrom } from "../../contracts/catalogue.ts"
import type { EventBridgeEnvelope } from "../../platform/event-bridge-envelope.ts"
import type { Party } from "../party.ts"
import type { Explanation } from "./rejection-pipeline.ts"

/**
 * Explains why no rule matches an event of a party. Either this kind of party may not send its type, or the type is
 * unknown. An unknown type is most likely misspelt, so the answer suggests the nearest type. It does not repeat the
 * unknown type, because that can hold anything.
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
  if (catalogue.some(({ detailType }) => detailType === given)) {
    return { known: { detailType: given }, problems: [{ path: "detail-type", rule: "notAllowed" }] }
  }
  const suggestion = nearestType(given, sendable)
  return {
    known: suggestion === undefined ? {} : { suggestion },
    problems: [{ path: "detail-type", rule: "unknownEvent" }],
  }
}

type Named = { detailType: string; version: number }

/** The newest version of the nearest type. Undefined if more than 40% of its letters would have to change. */
function nearestType(given: string, known: readonly Named[]): Named | undefined {
  const wanted = given.toLowerCase().replace(/[^a-z]/g, "")
  let nearest: Named | undefined
  let least = Number.POSITIVE_INFINITY
  for (const { detailType, version } of known) {
    const distance = editDistance(wanted, detailType.toLowerCase())
    const allowed = Math.floor(detailType.length * 0.4)
    const newer = distance === least && detailType === nearest?.detailType && version > nearest.version
    if (distance <= allowed && (distance < least || newer)) {
      nearest = { detailType, version }
      least = distance
    }
  }
  return nearest
}

/** Levenshtein distance: fewest insertions, deletions and replacements of one letter. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column)
  for (const [row, letter] of [...left].entries()) {
    const current = [row + 1]
    for (const [column, other] of [...right].entries()) {
      const replaced = (previous[column] ?? 0) + (letter === other ? 0 : 1)
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1))
    }
    previous = current
  }
  return previous[right.length] ?? 0
}
