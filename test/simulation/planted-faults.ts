import * as z from "zod"
import type { LambdaHandler } from "../../shared/base/platform/lambda.ts"
import type { PutEvents } from "../../shared/parties/channels/event-publisher.ts"
import type { WebhookPost } from "../../shared/parties/channels/webhook.ts"
import {
  announcesEachAnomaly,
  announcesNoUpdate,
  announcesOnce,
  buriesNothing,
  commitsWithoutVersion,
  countsWordsAsSeen,
  forgetsRefusedBatches,
  forgetsRefusedTransactions,
  forgetsUnwrittenDisclosures,
  ignoresRestrictions,
  marksBeforeItSends,
  notesNoCount,
  overlooksCases,
  overlooksErasures,
  overlooksHeld,
  overlooksReports,
  prolongsRestrictions,
  restoresNoDisclosures,
  writesWithoutCondition,
} from "./faults-of-stores.ts"
import type { FunctionName } from "./functions.ts"
import { endsBeforeItWrites, forgetsRequests } from "./planted-document-faults.ts"
import { asIfFirst } from "./poison.ts"
import { seededRandom } from "./random.ts"
import type { PlantedFault } from "./world.ts"

/**
 * Mistakes that developers make, at least one in every function. The simulation has to catch each of them. Otherwise it
 * could not catch the same mistake in the real code.
 */
export const plantedFaults: readonly PlantedFault[] = [
  acknowledgesFailures("record-shipment"),
  seenWith(5, answersThatNothingFailed("record-shipment")),
  seenWith(7, writesWithoutCondition("record-shipment")),
  seenWith(68, forgetsRefusedBatches("record-shipment")),
  seenWith(37, handlesTogether("record-shipment")),
  seenWith(4, handlesTogether("record-progress")),
  seenWith(26, ignoresFailedEntries("record-progress")),
  acknowledgesFailures("record-progress"),
  seenWith(4, writesWithoutCondition("record-progress")),
  // Most progress is one row, so others refuse no batch of it in a thousand schedules.
  seenWith(4, forgetsRefusedTransactions("record-progress")),
  ignoresFailedEntries("relay-tracking"),
  seenWith(7, acknowledgesFailures("relay-tracking")),
  seenWith(49, answersThatNothingFailed("relay-tracking")),
  freshIds("relay-tracking"),
  overlooksHeld("confirm-claims"),
  relaysHeldProgress("relay-tracking"),
  seenWith(34, ignoresFailedEntries("explain-rejection")),
  sendsCopiesTo("explain-rejection", "northpost"),
  returnsIds("explain-rejection"),
  namesRetailers("relay-tracking"),
  marksNoInvitedParty("relay-tracking"),
  opensNoSecret("deliver-webhook"),
  seenWith(53, acknowledgesFailures("explain-rejection")),
  acknowledgesFailures("deliver-webhook"),
  postsToCarrier("deliver-webhook"),
  postsToCarrier("retry-webhooks"),
  ignoresFailedEntries("accept-event"),
  acknowledgesFailures("record-access"),
  ignoresFailedEntries("record-access"),
  forgetsUnwrittenDisclosures("record-access"),
  seenWith(9, forgetsUnwrittenDisclosures("look-up-shipment")),
  ignoresRestrictions("look-up-shipment"),
  prolongsRestrictions("look-up-shipment"),
  seenWith(11, countsWordsAsSeen("record-access")),
  countsWordsAsSeen("look-up-shipment"),
  seenWith(5, acknowledgesFailures("raise-anomaly")),
  ignoresFailedEntries("raise-anomaly"),
  freshIds("raise-anomaly"),
  announcesEachAnomaly("raise-anomaly"),
  seenWith(5, announcesOnce("raise-anomaly")),
  announcesNoUpdate("raise-anomaly"),
  seenWith(9, acknowledgesFailures("announce-restriction")),
  seenWith(6, ignoresFailedEntries("announce-restriction")),
  seenWith(6, freshIds("announce-restriction")),
  neverPublishes("announce-restriction", "AccessorReleased"),
  seenWith(9, acknowledgesFailures("open-breach-case")),
  seenWith(12, commitsWithoutVersion("open-breach-case")),
  seenWith(22, acknowledgesFailures("extend-exposures")),
  seenWith(4, commitsWithoutVersion("extend-exposures")),
  restoresNoDisclosures("extend-exposures"),
  seenWith(19, notesNoCount("open-breach-case")),
  notesNoCount("extend-exposures"),
  seenWith(137, acknowledgesFailures("claim-exposures")),
  overlooksCases("claim-exposures", "withUnclaimed", "overlooks the cases that hold the claimed parcel"),
  seenWith(9, acknowledgesFailures("alert-parties")),
  ignoresFailedEntries("alert-parties"),
  freshIds("alert-parties"),
  marksBeforeItSends("alert-parties", "SENT"),
  seenWith(9, marksBeforeItSends("alert-parties", "MAILED")),
  seenWith(5, acknowledgesFailures("run-breach-desk")),
  seenWith(13, acknowledgesFailures("release-restrictions")),
  forgetsRequests("serve-breach-desk"),
  acknowledgesFailures("draw-document"),
  seenWith(7, endsBeforeItWrites("draw-document")),
  seenWith(9, acknowledgesFailures("run-drills")),
  seenWith(18, ignoresFailedEntries("run-drills")),
  overlooksCases("watch-duties", "watched", "overlooks the cases that it watches"),
  seenWith(17, acknowledgesFailures("erase-shipments")),
  ignoresFailedEntries("erase-shipments"),
  buriesNothing("record-shipment"),
  overlooksErasures("sweep-erasures"),
  seenWith(9, acknowledgesFailures("record-counts")),
  ignoresFailedEntries("watch-reporting"),
  freshIds("watch-reporting"),
  overlooksReports("watch-reporting"),
  acknowledgesFailures("log-disclosures"),
  ignoresFailedEntries("make-statements"),
  freshIds("make-statements"),
]

/** A fault that few schedules show, with the seed of one that does. */
function seenWith(seed: number, fault: PlantedFault): PlantedFault {
  return { ...fault, seenWithSeed: seed }
}

/** What fails is not tried again, sent again or set aside. */
function acknowledgesFailures(name: FunctionName): PlantedFault {
  return {
    ...answersThatNothingFailed(name),
    describe: "acknowledges what it failed to handle",
    surroundings: ({ receipts, setAside, ...others }) => ({
      ...others,
      receipts: { ...receipts, sendAgain: async () => {} },
      setAside: { ...setAside, keep: async () => {} },
      pause: () => Promise.reject(new Error("Nothing is tried again")),
    }),
  }
}

/** The batch answer says that nothing failed. What AWS fails for long, or ends, is never handled. */
function answersThatNothingFailed(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "answers that nothing failed",
    handler:
      (handler: LambdaHandler<unknown>): LambdaHandler<unknown> =>
      async (event, context) => {
        await handler(event, context).catch(() => undefined)
        return { batchItemFailures: [] }
      },
  }
}

/** Messages that come again are handled at the same time, as those that come for the first time. */
function handlesTogether(name: FunctionName): PlantedFault {
  return { in: name, describe: "lets a message take its neighbours with it again and again", handler: asIfFirst }
}

/** Progress goes to the first retailer that claimed the number, whoever else did. */
function relaysHeldProgress(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "relays progress although it is held",
    handler:
      (handler: LambdaHandler<unknown>): LambdaHandler<unknown> =>
      (event, context) =>
        handler(JSON.parse(JSON.stringify(event, (key, value) => (key === "held" ? undefined : value))), context),
  }
}

/** PutEvents answers 200 although it refused an entry, and the function does not check the entries. */
function ignoresFailedEntries(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "does not check which entries the bus refused",
    putEvents:
      (put): PutEvents =>
      async (entries) =>
        (await put(entries)).map(({ eventId }) => ({ eventId: eventId ?? "not-looked-at" })),
  }
}

const detail = z.looseObject({
  metadata: z.looseObject({ id: z.string() }),
  data: z.record(z.string(), z.unknown()),
})

const batch = z.looseObject({ Records: z.array(z.looseObject({ body: z.string() })) })

/** Returns the id that a party gave its event as the id of the cause. */
function returnsIds(name: FunctionName): PlantedFault {
  const given = new Map<unknown, string>()
  return {
    in: name,
    describe: "returns the id that a party gave its event",
    handler: (handler) => (event, context) => {
      for (const { body } of batch.parse(event).Records) {
        const sent = z.looseObject({ id: z.string(), detail }).safeParse(JSON.parse(body)).data
        if (sent !== undefined) given.set(sent.id, sent.detail.metadata.id)
      }
      return handler(event, context)
    },
    putEvents:
      (put): PutEvents =>
      (entries) =>
        put(
          entries.map((entry) => {
            const { metadata, data } = detail.parse(JSON.parse(entry.Detail))
            const causationId = given.get(data["eventBridgeId"])
            return { ...entry, Detail: JSON.stringify({ metadata: { ...metadata, causationId }, data }) }
          }),
        ),
  }
}

/** Sends a copy of each event to another party. */
function sendsCopiesTo(name: FunctionName, audience: string): PlantedFault {
  return {
    in: name,
    describe: "sends a copy of its events to another party",
    putEvents:
      (put): PutEvents =>
      async (entries) => {
        const copies = entries.map((entry) => {
          const { metadata, ...others } = detail.parse(JSON.parse(entry.Detail))
          return { ...entry, Detail: JSON.stringify({ ...others, metadata: { ...metadata, audience } }) }
        })
        await put(copies)
        return put(entries)
      },
  }
}

/** Sends the retailer's messages to the carrier's webhook too. */
function postsToCarrier(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "posts a retailer's event to the carrier's webhook",
    post:
      (post): WebhookPost =>
      async (message) => {
        await post({ ...message, url: message.url.replace("leafline", "northpost") })
        return post(message)
      },
  }
}

/** Leaves out the events of one type. */
function neverPublishes(name: FunctionName, detailType: string): PlantedFault {
  return {
    in: name,
    describe: `never publishes ${detailType}`,
    putEvents: (put): PutEvents => {
      const left = { eventId: "never-put" }
      return async (entries) => {
        const results = [...(await put(entries.filter(({ DetailType }) => DetailType !== detailType)))]
        return entries.map(({ DetailType }) => (DetailType === detailType ? left : (results.shift() ?? {})))
      }
    },
  }
}

/** Publishes events of invited parties as if the file named them. */
function marksNoInvitedParty(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "does not mark events of invited parties",
    putEvents:
      (put): PutEvents =>
      (entries) =>
        put(entries.map(({ Resources: _, ...entry }) => entry)),
  }
}

/** Finds no data key of an owner, and so no secret of a webhook. */
function opensNoSecret(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "does not find the sealed secret of an invited party",
    stores: (stores) => ({ ...stores, sealingKeys: { ...stores.sealingKeys, get: async () => undefined } }),
  }
}

/** Names the discreet retailer in each event. */
function namesRetailers(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "names a discreet retailer",
    putEvents:
      (put): PutEvents =>
      (entries) =>
        put(
          entries.map((entry) => {
            const parsed = detail.parse(JSON.parse(entry.Detail))
            const named = { ...parsed, data: { ...parsed.data, retailerAlias: "Leafline" } }
            return { ...entry, Detail: JSON.stringify(named) }
          }),
        ),
  }
}

/** Each attempt makes a new event id. */
function freshIds(name: FunctionName): PlantedFault {
  const random = seededRandom(1)
  return {
    in: name,
    describe: "gives a redelivered event another id",
    putEvents:
      (put): PutEvents =>
      (entries) =>
        put(
          entries.map((entry) => {
            const parsed = detail.parse(JSON.parse(entry.Detail))
            const fresh = { ...parsed, metadata: { ...parsed.metadata, id: random.id() } }
            return { ...entry, Detail: JSON.stringify(fresh) }
          }),
        ),
  }
}
