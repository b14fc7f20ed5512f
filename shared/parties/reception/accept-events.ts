import * as z from "zod"
import { boundedString, ownString } from "../../base/contracts/bounded-string.ts"
import { contractsFrom } from "../../base/contracts/catalogue.ts"
import { checkEvent, type KnownOfEvent, type SentEvent } from "../../base/contracts/check-event.ts"
import type { EventEntry } from "../../base/contracts/define-event.ts"
import { explainType } from "../../base/contracts/explain-type.ts"
import type { IgnoredField } from "../../base/contracts/ignored-fields.ts"
import { type Problem, problem } from "../../base/contracts/problem.ts"
import { withFixes } from "../../base/contracts/problem-fixes.ts"
import { type Clock, systemClock } from "../../base/platform/clock.ts"
import type { PutResult } from "../channels/event-publisher.ts"
import type { Party } from "../party.ts"
import { eventSource } from "../party-directory.ts"
import { refused } from "../refusals.ts"

/** How many events one request may contain. */
export const requestLimit = 10

/** Body of `POST /v1/events`. Each event is checked on its own, so that a bad event does not reject the good ones. */
export const acceptEventsBody = z
  .object({
    events: z
      .array(
        z.object({
          detailType: boundedString(128).meta({ title: "Detail type", examples: ["ShipmentCreated"] }),
          detail: z.unknown().meta({ description: "`{ metadata, data }` that fits the event's schema" }),
        }),
      )
      .min(1)
      .max(requestLimit),
  })
  .meta({ title: "Events", description: "Up to ten events of the authenticated party" })

/** Where in the request an event is. */
export const place = z.int().meta({ title: "Index", description: "Place of the event in the request" })

/** What an answer says about the rules that an event breaks. */
export const brokenRules = {
  problems: z.array(problem).optional().meta({
    description: "Which rules are broken, and where. Of an event that is taken: what of it the hub cannot use",
  }),
  suggestion: z
    .object({ detailType: ownString(), version: z.int() })
    .optional()
    .meta({ description: "The nearest event that this party may send" }),
}

/** A field that the schema of an event does not know, and that the hub therefore drops. Never its value. */
const ignoredField = z
  .object({
    path: ownString().meta({
      description:
        "The field, if its name resembles one that the schema knows; otherwise the object that has it, because a name " +
        "that the schema does not know can be personal data",
      examples: ["data.recipient.adressLine"],
    }),
    nearest: ownString()
      .optional()
      .meta({ description: "The field that may be meant", examples: ["data.recipient.addressLine"] }),
    index: z
      .int()
      .optional()
      .meta({ description: "Place of the first entry of the outermost list that has the field" }),
    fix: ownString().meta({ description: "What the sender can do about it, in words that may change" }),
  })
  .meta({ description: "A field that the hub drops, because the schema does not know it" })

/** What an answer says about fields that the hub drops. */
export const ignoredInEvent = {
  ignored: z
    .array(ignoredField)
    .optional()
    .meta({ description: "Fields that the schema does not know. Absent if there are none" }),
}

type IgnoredAnswer = { ignored?: IgnoredField[] }

/** The ignored fields of an event, as an answer names them. */
export const ignoredAnswer = (ignored: readonly IgnoredField[]): IgnoredAnswer =>
  ignored.length === 0 ? {} : { ignored: [...ignored] }

/** The outcome of each event. */
export const acceptEventsAnswer = z
  .object({
    events: z.array(
      z.object({
        index: place,
        outcome: z
          .enum(["accepted", "rejected", "failed"])
          .meta({ description: "`failed`: the event is valid. Send it again under the same id" }),
        eventBridgeId: ownString()
          .optional()
          .meta({ description: "The id by which a later EventRejected names this event" }),
        ...brokenRules,
        ...ignoredInEvent,
      }),
    ),
  })
  .meta({ title: "Outcomes", description: "The outcome of each event" })
export type AcceptEventsAnswer = z.infer<typeof acceptEventsAnswer>

/** What the use case needs. */
export type AcceptEventTools = {
  ingressBus: string
  /** Sends entries and returns the outcome of each. */
  send: (entries: readonly EventEntry[]) => Promise<readonly PutResult[]>
  clock?: Clock
}

/** Accepts events over HTTPS from a party without an AWS account. */
export type AcceptEvents = (party: Party, body: z.output<typeof acceptEventsBody>) => Promise<AcceptEventsAnswer>

/**
 * Puts a party's events on the ingress bus under the party's own source. It first checks that the party may send them
 * and that they fit their contracts, and drops unknown fields.
 * @throws HttpProblem 403 for a party with an AWS account, which must publish from that account
 */
export function makeAcceptEvents({ ingressBus, send, clock = systemClock }: AcceptEventTools): AcceptEvents {
  return async (party, body) => {
    if (party.account !== undefined) {
      throw refused("publishFromOwnAccount")
    }
    const checked = body.events.map((event) => checkForm(party, event, clock()))
    const entries = checked.flatMap((result) =>
      result.ok
        ? {
            EventBusName: ingressBus,
            Source: eventSource(party),
            DetailType: result.detailType,
            Detail: result.detail,
            Time: new Date(result.occurredAt),
          }
        : [],
    )
    const answers = [...(entries.length === 0 ? [] : await send(entries))]
    return {
      events: checked.map((result, index) => {
        const { ignored } = result
        if (!result.ok) return { index, outcome: "rejected" as const, ...result.answer, ...ignored }
        const { eventId: eventBridgeId, errorCode } = answers.shift() ?? { errorCode: "NoAnswer" }
        if (errorCode !== undefined || eventBridgeId === undefined) {
          return {
            index,
            outcome: "failed" as const,
            problems: withFixes([{ path: "events", rule: "unavailable" }], {}),
            ...ignored,
          }
        }
        return { index, outcome: "accepted" as const, eventBridgeId, ...result.unusable, ...ignored }
      }),
    }
  }
}

type Checked = { ignored: IgnoredAnswer } & (
  | { ok: true; detailType: string; detail: string; occurredAt: string; unusable: RejectionAnswer }
  | { ok: false; answer: RejectionAnswer }
)

function checkForm(party: Party, sent: SentEvent, now: Date): Checked {
  const checked = checkEvent(contractsFrom(party.kind), sent, now, explainType)
  const ignored = ignoredAnswer(checked.ignored)
  if (!checked.ok) return { ok: false, answer: rejectionAnswer(party, checked), ignored }
  const { contract, metadata, data, unusable: problems } = checked
  return {
    ok: true,
    ignored,
    unusable: problems.length === 0 ? {} : rejectionAnswer(party, { known: {}, problems }),
    detailType: contract.detailType,
    detail: JSON.stringify({ metadata, data }),
    occurredAt: metadata.occurredAt,
  }
}

/** What the answer says about an event that breaks rules. */
export type RejectionAnswer = Pick<AcceptEventsAnswer["events"][number], "problems" | "suggestion">

/** The broken rules, and what the sender can do. A request has `detailType` where EventBridge has a dash. */
export function rejectionAnswer(
  party: Party,
  { known, problems }: { known: KnownOfEvent; problems: readonly Problem[] },
): RejectionAnswer {
  const { suggestion, versions } = known
  const ofBody = problems.map((found) => (found.path === "detail-type" ? { ...found, path: "detailType" } : found))
  return {
    problems: withFixes(ofBody, { versions, source: eventSource(party) }),
    ...(suggestion === undefined ? {} : { suggestion }),
  }
}
