import type { KnownOfEvent } from "../../base/contracts/check-event.ts"
import { derivedId, hubSource } from "../../base/contracts/envelope.ts"
import { eventRejected } from "../../base/contracts/event-rejected.ts"
import { type IgnoredField, ignoredProblem } from "../../base/contracts/ignored-fields.ts"
import { type Problem, reportable } from "../../base/contracts/problem.ts"
import { withFixes } from "../../base/contracts/problem-fixes.ts"
import { type Clock, systemClock } from "../../base/platform/clock.ts"
import type { DeadLetters } from "../../base/platform/dead-letters.ts"
import {
  type EventBridgeEnvelope,
  parseEnvelope,
  parseEnvelopeWithoutDetail,
  refusalOfDetail,
} from "../../base/platform/event-bridge-envelope.ts"
import { expiringMap } from "../../base/platform/expiring-map.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import { type EventPublisher, outgoing } from "../channels/event-publisher.ts"
import type { Party } from "../party.ts"
import { eventSource, type PartyDirectory } from "../party-directory.ts"

/** The sender, by account and source together. */
type Sender =
  | { kind: "party"; party: Party }
  | { kind: "hub" }
  /** The account may not use this source. `owners` are the parties of the file that send from the account. */
  | { kind: "spoofed"; owners: readonly Party[] }

/** A message has a source that its account may not use. */
export class SenderSpoofed extends Error {
  override readonly name = "SenderSpoofed"
}

/** Finds the sender of an EventBridge envelope by account and source. */
type BindSender = (account: string, source: string) => Promise<Sender>

/**
 * A party with its own account sends only from that account. The hub's account sends for the hub, and for parties
 * without an account after a function authenticated them. EventBridge sets the account, so no sender can choose it.
 */
export function senderBinding(parties: PartyDirectory, hubAccount: string): BindSender {
  const accountOf = (party: Party): string => party.account ?? hubAccount
  return async (account, source) => {
    if (source === hubSource && account === hubAccount) {
      return { kind: "hub" }
    }
    const party = await parties.bySource(source)
    if (party !== undefined && accountOf(party) === account) {
      return { kind: "party", party }
    }
    const withoutAccount = account === hubAccount ? parties.ofAccount(undefined) : []
    return { kind: "spoofed", owners: [...parties.ofAccount(account), ...withoutAccount] }
  }
}

/** Whose messages a group has. Its name is a party's id, or the source that a sender states, which ends with one. */
export const partyOfGroup =
  (parties: PartyDirectory) =>
  async (group: string): Promise<string | undefined> =>
    (await parties.byId(group.slice(group.lastIndexOf(".") + 1)))?.id

/** What a pipeline of parties' events needs to find the sender of a message, and to answer it. */
export type IntakeTools = {
  parties: PartyDirectory
  /** Account of the deployment. */
  hubAccount: string
  /** Publishes `EventRejected` on the exchange bus. */
  publisher: EventPublisher
  /** Keeps messages of which no party can be alerted. */
  deadLetters: DeadLetters
  telemetry: Telemetry
  clock?: Clock
}

/** The event of a message and the party that sent it, or in one word why the message goes no further. */
export type OpenedMessage = { envelope: EventBridgeEnvelope; party: Party } | { outcome: "rejected" | "deadLetter" }

/** Opens the messages of a queue that an ingress rule fills. */
export type Intake = { open: (body: string) => Promise<OpenedMessage>; reject: RejectEvent; note: NoteProblems }

/**
 * Opens messages and rejects events. No retry can fix what is wrong with a message here, so none fails:
 * - A detail that is not JSON, too deep or of too many values is rejected.
 * - If the account may not use the source, `SpoofedEvent` is counted and each party of the account is alerted.
 * - If no party can be alerted, the message is kept as a dead letter at once.
 */
export function intakeOf(tools: IntakeTools): Intake {
  const { deadLetters, telemetry } = tools
  const bind = senderBinding(tools.parties, tools.hubAccount)
  const reject = eventRejecter(tools.publisher, telemetry, tools.clock ?? systemClock)

  const keep = async (body: string, errorName: string, eventBridgeId?: string): Promise<OpenedMessage> => {
    await deadLetters.keep(body)
    telemetry.error("Message kept as a dead letter", { eventBridgeId, errorName })
    return { outcome: "deadLetter" }
  }

  const open = async (body: string): Promise<OpenedMessage> => {
    const envelope = parseEnvelope(body)
    const header = envelope ?? parseEnvelopeWithoutDetail(body)
    if (header === undefined) return keep(body, "MessageUnreadable")
    const sender = await bind(header.account, header.source)
    if (sender.kind === "party") {
      if (envelope !== undefined) return { envelope, party: sender.party }
      await reject(sender.party, header.id, {}, [{ path: "detail", rule: refusalOfDetail(body) }])
      return { outcome: "rejected" }
    }
    const owners = sender.kind === "spoofed" ? sender.owners : []
    telemetry.count("SpoofedEvent")
    telemetry.error("The sending account may not use this source", {
      eventBridgeId: header.id,
      count: owners.length,
      party: owners.length === 1 ? owners[0]?.id : undefined,
    })
    if (owners.length === 0) return keep(body, "SenderSpoofed", header.id)
    for (const owner of owners) await reject(owner, header.id, {}, [{ path: "source", rule: "wrongSender" }])
    return { outcome: "rejected" }
  }
  return { open, reject, note: noteProblems(reject, tools.clock ?? systemClock) }
}

/** Tells the sender of an event that the hub took what of it the hub cannot use, and which fields it drops. */
type NoteProblems = (
  event: { party: Party; eventBridgeId: string; detailType: string },
  problems: readonly Problem[],
  ignored: readonly IgnoredField[],
) => Promise<void>

const hourMilliseconds = 3_600_000

/** A program that sends a field which nobody knows sends it each time. Its party is told once an hour. */
function noteProblems(reject: RejectEvent, clock: Clock): NoteProblems {
  const noted = expiringMap<true>(hourMilliseconds)
  return async ({ party, eventBridgeId, detailType }, problems, ignored) => {
    const keyed = ignored.map((field) => ({
      field,
      key: [party.id, detailType, field.nearest ?? field.path].join(" "),
    }))
    const news = keyed.filter(({ key }) => noted.get(key, clock()) === undefined)
    const found = [...problems, ...news.map(({ field }) => ignoredProblem(field))]
    if (found.length > 0) await reject(party, eventBridgeId, { detailType }, found)
    for (const { key } of news) noted.set(key, true, clock())
  }
}

/** Publishes `EventRejected` to the party that sent the event with this EventBridge id. */
type RejectEvent = (
  party: Party,
  eventBridgeId: string,
  known: KnownOfEvent,
  problems: readonly Problem[],
) => Promise<void>

/** The id of a rejection is derived, so a redelivered message publishes the same rejection again. */
function eventRejecter(publisher: EventPublisher, telemetry: Telemetry, clock: Clock): RejectEvent {
  return async (party, eventBridgeId, known, problems) => {
    const { detailType, suggestion } = known
    const metadata = {
      id: derivedId("EventRejected", party.id, eventBridgeId),
      occurredAt: clock().toISOString(),
      audience: party.id,
      belongsTo: eventBridgeId,
    }
    const reported = withFixes(reportable(problems), { versions: known.versions, source: eventSource(party) })
    const data = {
      eventBridgeId,
      ...(detailType === undefined ? {} : { detailType }),
      ...(suggestion === undefined ? {} : { suggestion }),
      problems: reported,
      ...(reported.length === problems.length ? {} : { omitted: problems.length - reported.length }),
    }
    await publisher.publish([outgoing(eventRejected, data, metadata)])
    telemetry.warn("Event rejected", {
      eventBridgeId,
      detailType,
      party: party.id,
      path: problems[0]?.path,
      rule: problems[0]?.rule,
      count: problems.length,
    })
    telemetry.count("EventRejected")
  }
}
