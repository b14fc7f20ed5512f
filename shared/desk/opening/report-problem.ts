import type { breachReported } from "../../base/contracts/breach-reported.ts"
import type { DataOf } from "../../base/contracts/define-event.ts"
import type { Problem } from "../../base/contracts/problem.ts"
import { operatorOf } from "../../base/contracts/words.ts"
import { namerOf } from "../../parties/counterparty-id.ts"
import { isNamed } from "../../parties/named-counterparty.ts"
import type { Party } from "../../parties/party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { referencesAtMost, referencesOf, type WrittenReferences } from "../exposures/named-references.ts"
import { isInFuture } from "../time-in-future.ts"

type Reported = DataOf<typeof breachReported>
type OfReferences = Extract<Reported["evidence"], { kind: "referenceRange" | "references" }>

/**
 * Why a report cannot be right: it says that it was received in the future, from where no duty may be counted; it is of
 * the tool of a carrier that somebody else named, or nobody; or it names references that it may not.
 *
 * @returns with a path below `data`
 */
export async function reportProblem(
  { clock, parties }: { clock: () => Date; parties: Pick<PartyDirectory, "byId"> },
  party: Party,
  { receivedAt, tool, evidence }: Reported,
): Promise<Problem | undefined> {
  const now = clock().toISOString()
  if (isInFuture(receivedAt, now)) return { path: "data.receivedAt", rule: "tooBig" }
  const operatorId = operatorOf(tool)
  const isOfNamed = operatorId !== undefined && namerOf(operatorId) !== undefined
  const operator = isOfNamed ? await parties.byId(operatorId) : undefined
  const isOwn = operator !== undefined && isNamed(operator) && operator.named.by === party.id
  if (isOfNamed && !isOwn) return { path: "data.tool", rule: "unknownParty" }
  if (evidence.kind !== "referenceRange" && evidence.kind !== "references") return undefined
  // Of a carrier that takes part, the ledger says what was looked up.
  if (!isOwn || party.kind !== "retailer") return { path: "data.evidence.kind", rule: "notAllowed" }
  if (isInFuture(evidence.until, now)) return { path: "data.evidence.until", rule: "tooBig" }
  const all = referencesOf(writtenIn(evidence), party)
  if (all === undefined) return { path: "data.evidence.lastReference", rule: "format" }
  return all.length > referencesAtMost ? { path: "data.evidence.lastReference", rule: "tooBig" } : undefined
}

/** The references of a report, as they are sealed. */
export function writtenIn(evidence: OfReferences): WrittenReferences {
  return evidence.kind === "references"
    ? { list: evidence.references }
    : { first: evidence.firstReference, last: evidence.lastReference }
}

/** Whether a report is of the tool of a carrier that its reporter named. */
export function isOfOwnCarrier(party: Pick<Party, "id">, { tool }: Pick<Reported, "tool">): boolean {
  return namerOf(operatorOf(tool) ?? "") === party.id
}
