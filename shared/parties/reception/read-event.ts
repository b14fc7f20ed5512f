import { checkEvent, type KnownOfEvent, type SentEvent } from "../../base/contracts/check-event.ts"
import type { EventContract } from "../../base/contracts/define-event.ts"
import type { Metadata } from "../../base/contracts/envelope.ts"
import { withFieldFixes } from "../../base/contracts/field-fixes.ts"
import { type IgnoredField, ignoredProblem } from "../../base/contracts/ignored-fields.ts"
import type { Problem } from "../../base/contracts/problem.ts"
import type { Party } from "../party.ts"
import { type Handled, inFull, type ReceivedEvent, type ReceivedHubEvent } from "../received-event.ts"

/** An event of a party, as it arrived. */
export type ArrivedEvent = SentEvent & { readonly eventBridgeId: string; readonly receivedAt: string }

/** The event as a use case takes it, or the rules that it breaks. */
export type ReadEvent<Contract extends EventContract> =
  | { ok: true; event: ReceivedEvent<Contract>; unusable: readonly Problem[]; ignored: readonly IgnoredField[] }
  | { ok: false; known: KnownOfEvent; problems: readonly Problem[] }

/**
 * Reads an event of a party.
 *
 * @param contracts what this party may send here
 */
export function readEvent<Contract extends EventContract>(
  contracts: readonly Contract[],
  party: Party,
  { eventBridgeId, receivedAt, ...sent }: ArrivedEvent,
  now: Date,
): ReadEvent<Contract> {
  const checked = checkEvent(contracts, sent, now)
  const { ignored } = checked
  if (!checked.ok) return { ...checked, problems: [...checked.problems, ...ignored.map(ignoredProblem)] }
  const { contract, metadata, data, unusable } = checked
  const event = partyEvent(contract, party, { eventBridgeId, receivedAt, metadata, data })
  return { ok: true, event, unusable, ignored }
}

/** Outcomes of events of which the hub keeps nothing. */
const keptNothing: ReadonlySet<string> = new Set(["rejected", "erased"])

/** What a use case did with an event, and all problems of it with the fixes of its schema. */
export function answered(
  handled: Handled,
  { event, unusable }: { event: { contract: EventContract }; unusable: readonly Problem[] },
): Exclude<Handled, string> {
  const { outcome, problems } = inFull(handled)
  const all = keptNothing.has(outcome) ? problems : [...problems, ...unusable]
  return { outcome, problems: withFieldFixes(event.contract, all) }
}

type ReceivedParts = { eventBridgeId: string; receivedAt: string; metadata: Metadata; data: unknown }

/** This contract parsed the data, but the compiler cannot follow that through the list of contracts. */
export function hubEvent<Contract extends EventContract>(
  contract: Contract,
  received: ReceivedParts,
): ReceivedHubEvent<Contract>
export function hubEvent(contract: EventContract, received: ReceivedParts): ReceivedHubEvent<EventContract> {
  const { eventBridgeId, receivedAt, metadata, data } = received
  return { contract, detailType: contract.detailType, eventBridgeId, metadata, data, receivedAt }
}

function partyEvent<Contract extends EventContract>(
  contract: Contract,
  party: Party,
  received: ReceivedParts,
): ReceivedEvent<Contract>
function partyEvent(contract: EventContract, party: Party, received: ReceivedParts): ReceivedEvent<EventContract> {
  return { ...hubEvent(contract, received), party }
}
