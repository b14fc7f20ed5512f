import leven from "leven"
import { catalogue } from "./catalogue.ts"
import type { TypeExplanation } from "./check-event.ts"
import type { EventContract } from "./define-event.ts"

/**
 * Explains a type that a party may not send. It does not repeat an unknown type, because that can hold anything. It
 * suggests a type that the party may send only if no type of others is nearer.
 *
 * @param sendable what the party may send
 */
export function explainType(given: string, sendable: readonly EventContract[]): TypeExplanation {
  const others = catalogue.find(({ detailType }) => detailType === given)
  if (others !== undefined) {
    const fix =
      others.from === "hub"
        ? `Do not send ${others.detailType}: only the hub sends it.`
        : `Leave this event to others: only ${sendersOf[others.from]} may send ${others.detailType}.`
    return { known: { detailType: others.detailType }, problems: [{ path: "detail-type", rule: "notAllowed", fix }] }
  }
  const meant = nearestType(given, [...sendable, ...catalogue])
  const isSendable = sendable.some(({ detailType }) => detailType === meant?.detailType)
  const fix = isSendable ? `Set the detail-type to ${meant?.detailType}.` : fixOfOthers(meant)
  return {
    known: isSendable ? { suggestion: meant } : {},
    problems: [{ path: "detail-type", rule: "unknownEvent", ...(fix === undefined ? {} : { fix }) }],
  }
}

const sendersOf = { hub: "the hub", party: "parties", retailer: "retailers", carrier: "carriers" } as const

/** Names a type that the sender may have meant, but may not send. */
function fixOfOthers(meant: Named | undefined): string | undefined {
  const contract = catalogue.find(({ detailType }) => detailType === meant?.detailType)
  if (contract === undefined) return undefined
  return `Check the detail-type. It resembles ${contract.detailType}, which only ${sendersOf[contract.from]} may send.`
}

type Named = { detailType: string; version: number }

/** The newest version of the nearest type. Undefined if more than 40% of its letters would have to change. */
function nearestType(given: string, known: readonly Named[]): Named | undefined {
  const wanted = given.toLowerCase().replace(/[^a-z]/g, "")
  let nearest: Named | undefined
  let least = Number.POSITIVE_INFINITY
  for (const { detailType, version } of known) {
    const distance = leven(wanted, detailType.toLowerCase())
    const allowed = Math.floor(detailType.length * 0.4)
    const newer = distance === least && detailType === nearest?.detailType && version > nearest.version
    if (distance <= allowed && (distance < least || newer)) {
      nearest = { detailType, version }
      least = distance
    }
  }
  return nearest
}
