import * as z from "zod"
import { ownString } from "../../shared/base/contracts/bounded-string.ts"
import type { EventEntry } from "../../shared/base/contracts/define-event.ts"
import { entryBytes, putEventsLimits } from "../../shared/base/contracts/put-events-limits.ts"
import { failureOf } from "../command-line/aws-failure.ts"
import type { PartyEvent } from "./build-event.ts"
import type { PutsEvents } from "./load-event-bridge.ts"
import type { NotAccepted, Outcome, Transport } from "./transport.ts"

/** The bus, and who sends. */
export type EventBridgeOptions = {
  /** Name or ARN of your own bus, or the ARN of the hub's ingress bus. */
  readonly busName: string
  /** `wayseal.<kind>.<partyId>` */
  readonly source: string
  /** By default a client with the settings of the environment, from the package `@aws-sdk/client-eventbridge`. */
  readonly client?: PutsEvents
}

const putResults = z.looseObject({
  Entries: z.array(z.looseObject({ EventId: ownString().optional(), ErrorCode: ownString().optional() })).default([]),
})
const named = z.looseObject({ name: ownString() })

/** The way over EventBridge, for a party with an AWS account. */
export function overEventBridge({ busName, source, client }: EventBridgeOptions): Transport {
  let loaded = client === undefined ? undefined : Promise.resolve(client)
  const entryOf = ({ detailType, detail, occurredAt }: PartyEvent): EventEntry => ({
    EventBusName: busName,
    Source: source,
    DetailType: detailType,
    Detail: detail,
    Time: occurredAt,
  })
  return {
    limits: putEventsLimits,
    sizeOf: (event) => entryBytes(entryOf(event)),
    send: async (events) => {
      loaded ??= import("./load-event-bridge.ts").then(({ loadEventBridge }) => loadEventBridge())
      const bus = await loaded
      const outcomes = await putAll(bus, events.map(entryOf))
      return outcomes.map((outcome, place) => withProblems(outcome, events[place]))
    },
  }
}

/** EventBridge does not look at events, so what of one the hub cannot use is known from its building. */
function withProblems(outcome: Outcome, event: PartyEvent | undefined): Outcome {
  const problems = event?.problems ?? []
  return outcome.outcome === "accepted" && problems.length > 0 ? { ...outcome, problems } : outcome
}

/** The code of events that EventBridge could not be reached for. */
export const unreachableCode = "unreachable"

/** Why a whole call failed. The answer of the service has a name of its own. */
function failureOfCall(error: unknown): NotAccepted {
  const { kind, reason } = failureOf(error)
  if (kind === "unreachable")
    return { outcome: "failed", code: unreachableCode, sentence: `${reason}. It may have the event: send it again.` }
  if (kind === "noCredentials" || kind === "refused") return { outcome: "refused", code: kind, sentence: `${reason}.` }
  return putFailure(named.catch({ name: "unknown" }).parse(error).name)
}

async function putAll(bus: PutsEvents, entries: EventEntry[]): Promise<readonly Outcome[]> {
  try {
    const answers = putResults.parse(await bus.putEvents({ Entries: entries })).Entries
    return entries.map((_, place): Outcome => {
      const { EventId, ErrorCode } = answers[place] ?? {}
      if (EventId !== undefined && ErrorCode === undefined) return { outcome: "accepted", eventBridgeId: EventId }
      return putFailure(ErrorCode ?? "NoAnswer")
    })
  } catch (error) {
    const failure = failureOfCall(error)
    return entries.map(() => failure)
  }
}

type Failure = Pick<NotAccepted, "outcome" | "sentence">

const again = "Send it again under the same id."

/** What EventBridge answers for an entry, or a whole call, that it did not take. The hub never sees these events. */
const failures: Readonly<Record<string, Failure>> = {
  InternalFailure: { outcome: "failed", sentence: `EventBridge failed. ${again}` },
  InternalException: { outcome: "failed", sentence: `EventBridge failed. ${again}` },
  ThrottlingException: { outcome: "failed", sentence: `EventBridge takes no more events at the moment. ${again}` },
  MalformedDetail: {
    outcome: "rejected",
    sentence: "Detail is not a JSON object. NaN, Infinity and undefined are not JSON. Build the event with buildEvent.",
  },
  NotAuthorizedForDetailTypeException: notAllowed("detail-type"),
  NotAuthorizedForSourceException: notAllowed("source"),
  AccessDeniedException: {
    outcome: "refused",
    sentence: "These AWS credentials may not put events on this bus. They need events:PutEvents on it.",
  },
  ResourceNotFoundException: {
    outcome: "refused",
    sentence: "There is no bus of this name in this account and region. Give its ARN as busName.",
  },
}

function notAllowed(field: string): Failure {
  return {
    outcome: "refused",
    sentence: `The bus does not take this ${field} from this account. Compare it with what the hub set up for you.`,
  }
}

/**
 * What to do about an entry that EventBridge did not take.
 *
 * @param code `ErrorCode` of the entry, or the name of the error of the whole call
 */
function putFailure(code: string): NotAccepted {
  const name = /^[A-Za-z]{1,60}$/.test(code) ? code : "unknown"
  const known = failures[name]
  return { code: name, ...(known ?? { outcome: "failed", sentence: `EventBridge answered ${name}. ${again}` }) }
}
