import * as z from "zod"
import { boundedString } from "../../base/contracts/bounded-string.ts"
import type { Problem } from "../../base/contracts/problem.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import type { Party } from "../party.ts"
import { eventSource } from "../party-directory.ts"
import { type AcceptEventsAnswer, type RejectionAnswer, requestLimit } from "./accept-events.ts"

/** Events of one request, in whatever format they came. */
export type ReceivedEvents = { events: { detailType: string; detail: unknown; source?: string }[] }

const version = /^wayseal\.([A-Za-z]{1,64})\.v(\d{1,2})$/

const cloudEvent = z
  .looseObject({
    specversion: z.literal("1.0"),
    id: boundedString(256).min(1).meta({ description: "`metadata.id` of the event" }),
    source: boundedString(256)
      .min(1)
      .meta({ description: "Your own source, `wayseal.<kind>.<partyId>`", examples: ["wayseal.retailer.leafline"] }),
    type: boundedString(128)
      .min(1)
      .meta({ description: "Detail-type and version", examples: ["wayseal.ShipmentCreated.v1"] }),
    time: boundedString(256).optional().meta({ description: "`metadata.occurredAt`. Required" }),
    datacontenttype: boundedString(256)
      .regex(/^application\/json\b/i)
      .optional(),
    correlationid: boundedString(256)
      .optional()
      .meta({ description: "`metadata.correlationId`. The `id` when absent" }),
    causationid: boundedString(256).optional().meta({ description: "`metadata.causationId`" }),
    data: z.unknown().meta({ description: "`data` of the event" }),
  })
  .meta({ title: "CloudEvent", description: "An event in the JSON format of CloudEvents 1.0" })

/** Bodies of `POST /v1/events` in the two JSON formats of CloudEvents 1.0, by content type. */
export const cloudEventBodies = {
  "application/cloudevents+json": cloudEvent.transform((event): ReceivedEvents => ({ events: [sentEvent(event)] })),
  "application/cloudevents-batch+json": z
    .array(cloudEvent)
    .min(1)
    .max(requestLimit)
    .transform((events): ReceivedEvents => ({ events: events.map(sentEvent) })),
}

/** A type without a version becomes an event without one, which its contract refuses. */
function sentEvent(event: z.output<typeof cloudEvent>) {
  const { id, source, type, time, correlationid = id, causationid, data } = event
  const [, detailType = type, number] = version.exec(type) ?? []
  const metadata = {
    id,
    occurredAt: time,
    correlationId: correlationid,
    ...(causationid === undefined ? {} : { causationId: causationid }),
    ...(number === undefined ? {} : { version: Number(number) }),
  }
  return { source, detailType, detail: { metadata, data } }
}

/** Where the parts of an event are in a CloudEvent. */
const attributes: Readonly<Record<string, string>> = {
  "metadata.id": "id",
  "metadata.occurredAt": "time",
  "metadata.correlationId": "correlationid",
  "metadata.causationId": "causationid",
  "metadata.version": "type",
  detailType: "type",
}

/** @throws HttpProblem 400 if a CloudEvent has another source than that of its sender */
export function requireOwnSource(party: Party, { events }: ReceivedEvents): void {
  const own = eventSource(party)
  const fix = `Set it to ${own}.`
  const problems = events.flatMap(({ source = own }, index): Problem[] => {
    if (source === own) return []
    if (events.length === 1) return [{ path: "body.source", rule: "wrongSender", fix }]
    return [{ path: "body[].source", index, rule: "wrongSender", fix }]
  })
  if (problems.length > 0) throw new HttpProblem("invalid", { problems, detail: `Set source to ${own}.` })
}

/** The outcomes with the names that the broken rules' fields have in a CloudEvent. */
export function inCloudEventTerms<Outcome extends RejectionAnswer>(outcome: Outcome): Outcome {
  const { problems, suggestion } = outcome
  return problems === undefined ? outcome : { ...outcome, problems: problems.map((one) => renamed(one, suggestion)) }
}

function renamed(found: Problem, suggestion: RejectionAnswer["suggestion"]): Problem {
  const attribute = attributes[found.path]
  if (attribute === undefined) return found
  const { detailType = "ShipmentCreated", version: number = 1 } = suggestion ?? {}
  const example = `wayseal.${detailType}.v${number}`
  const fix = suggestion === undefined ? `Name detail-type and version, such as ${example}.` : `Set type to ${example}.`
  return {
    ...found,
    path: attribute,
    fix: attribute === "type" ? fix : (found.fix ?? "").replaceAll(found.path, attribute),
  }
}

/**
 * A sender of a single CloudEvent knows nothing of our answer: it goes by the status.
 *
 * @throws HttpProblem 400 if the event was rejected, or 503 if it can be sent again
 */
export function requireAccepted({ events: [outcome] }: AcceptEventsAnswer): void {
  if (outcome?.outcome === "failed") throw new HttpProblem("unavailable")
  if (outcome?.outcome !== "rejected") return
  const problems = (outcome.problems ?? []).map((found) => ({ ...found, path: `body.${found.path}` }))
  const fixes = new Set(problems.flatMap(({ fix }) => fix ?? []))
  throw new HttpProblem("invalid", { problems, detail: [...fixes].join(" ") })
}
