import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { contractsFrom } from "../../base/contracts/catalogue.ts"
import { checkEvent } from "../../base/contracts/check-event.ts"
import { explainType } from "../../base/contracts/explain-type.ts"
import { reportable } from "../../base/contracts/problem.ts"
import type { Clock } from "../../base/platform/clock.ts"
import type { Party } from "../party.ts"
import { type Handled, inFull } from "../received-event.ts"
import {
  type acceptEventsBody,
  brokenRules,
  ignoredAnswer,
  ignoredInEvent,
  place,
  rejectionAnswer,
} from "./accept-events.ts"
import type { ArrivedEvent } from "./read-event.ts"

/** What the hub would send because of an event. */
export const followingEvent = z.object({
  detailType: ownString().meta({ title: "Detail type", examples: ["ClaimAnswered"] }),
  receiver: z.enum(["you", "carrier", "retailerOfParcel", "claimants", "partiesOfCase"]).meta({
    description:
      "`carrier`: the one that you named. `retailerOfParcel`: the retailer that has the parcel. `claimants`: the " +
      "retailers that claim it. `partiesOfCase`: the parties of the case that it concerns",
  }),
  partyId: ownString().optional().meta({ description: "The receiver, if you named it yourself" }),
  sentence: ownString().meta({ description: "The same in words. They may change" }),
})
export type FollowingEvent = z.infer<typeof followingEvent>

const effects = ["new", "repeat", "outdated"] as const

/** What would become of each event. */
export const validateEventsAnswer = z
  .object({
    events: z.array(
      z.object({
        index: place,
        outcome: z.enum(["valid", "partial", "rejected", "failed"]).meta({
          description:
            "`partial`: the hub would keep the event but for what `problems` names. `failed`: ask again in a minute",
        }),
        detailType: ownString()
          .optional()
          .meta({ title: "Detail type", examples: ["ShipmentCreated"] }),
        version: z.int().optional().meta({ description: "The version of the contract" }),
        effect: z
          .enum(effects)
          .optional()
          .meta({
            description:
              "`repeat`: the hub knows this already. `outdated`: it knows something later. Neither changes anything. " +
              "Absent if only the arrival of the event shows it",
          }),
        follows: z
          .array(followingEvent)
          .optional()
          .meta({ description: "What the hub would send because of this event" }),
        ...brokenRules,
        ...ignoredInEvent,
      }),
    ),
  })
  .meta({ title: "Validation", description: "What would become of each event. Nothing was changed" })
export type ValidateEventsAnswer = z.infer<typeof validateEventsAnswer>

/** What would become of one event whose form is right. */
export type DryRunResult = {
  handled: Handled
  effect?: (typeof effects)[number]
  follows: readonly FollowingEvent[]
}

/** Handles an event without changing anything. Undefined: not now, a later call can succeed. */
export type DryRun = (party: Party, arrived: ArrivedEvent) => Promise<DryRunResult | undefined>

/** What the use case needs. */
export type ValidateEventTools = { loadDryRun: () => Promise<DryRun>; clock: Clock }

/** Says what would become of a party's events, and changes nothing. */
export type ValidateEvents = (party: Party, body: z.output<typeof acceptEventsBody>) => Promise<ValidateEventsAnswer>

/**
 * The events of one request are looked at one by one: none counts as sent for the next.
 *
 * @param tools.loadDryRun is called when there is a first event whose form is right, and again after a failure
 */
export function makeValidateEvents({ loadDryRun, clock }: ValidateEventTools): ValidateEvents {
  let dryRun: DryRun | undefined
  return async (party, { events }) => {
    const answered: ValidateEventsAnswer["events"] = []
    for (const [index, { detailType, detail }] of events.entries()) {
      const now = clock()
      const checked = checkEvent(contractsFrom(party.kind), { detailType, detail }, now, explainType)
      const ignored = ignoredAnswer(checked.ignored)
      if (!checked.ok) {
        answered.push({ index, outcome: "rejected", ...rejectionAnswer(party, checked), ...ignored })
        continue
      }
      dryRun ??= await loadDryRun()
      const { version } = checked.contract
      const arrived = { detailType, detail, eventBridgeId: "not-sent", receivedAt: now.toISOString() }
      answered.push({ index, detailType, version, ...outcomeOf(party, await dryRun(party, arrived)), ...ignored })
    }
    return { events: answered }
  }
}

type Outcome = Omit<ValidateEventsAnswer["events"][number], "index" | "detailType" | "version" | "ignored">

function outcomeOf(party: Party, result: DryRunResult | undefined): Outcome {
  if (result === undefined)
    return { outcome: "failed", ...rejectionAnswer(party, { known: {}, problems: [unavailable] }) }
  const { outcome, problems } = inFull(result.handled)
  const broken = problems.length === 0 ? {} : rejectionAnswer(party, { known: {}, problems: reportable(problems) })
  if (outcome === "rejected") return { outcome, ...broken }
  const { effect, follows } = result
  return {
    outcome: problems.length === 0 ? "valid" : "partial",
    ...(effect === undefined ? {} : { effect }),
    follows: effect === "repeat" || effect === "outdated" ? [] : [...follows],
    ...broken,
  }
}

const unavailable = { path: "events", rule: "unavailable" } as const
