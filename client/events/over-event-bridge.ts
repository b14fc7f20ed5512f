import * as z from "zod"
import { ownString } from "../../shared/base/contracts/bounded-string.ts"
import type { EventEntry } from "../../shared/base/contracts/define-event.ts"
import { entryBytes, putEventsLimits } from "../../shared/base/contracts/put-events-limits.ts"
import { failureOf } from "../command-line/aws-failure.ts"
import type { PartyEvent } from "./build-event.ts"
import type { PutsEvents } from "./load-event-bridge.ts"
import { putFailure } from "./put-failures.ts"
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
