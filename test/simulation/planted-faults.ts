import * as z from "zod"
import type { PutEvents } from "../../shared/parties/channels/event-publisher.ts"
import type { WebhookPost } from "../../shared/parties/channels/webhook.ts"
import type { LambdaHandler } from "../../shared/platform/lambda.ts"
import type { FunctionName } from "./functions.ts"
import { seededRandom } from "./random.ts"
import type { Stores } from "./stores.ts"
import type { PlantedFault } from "./world.ts"

/**
 * Mistakes that developers make, at least one in every function. The simulation has to catch each of them. Otherwise it
 * could not catch the same mistake in the real code.
 */
export const plantedFaults: readonly PlantedFault[] = [
  acknowledgesFailures("record-shipment"),
  writesWithoutCondition("record-shipment"),
  forgetsRefusedBatches("record-shipment"),
  ignoresFailedEntries("record-progress"),
  acknowledgesFailures("record-progress"),
  writesWithoutCondition("record-progress"),
  forgetsRefusedBatches("record-progress"),
  ignoresFailedEntries("relay-tracking"),
  acknowledgesFailures("relay-tracking"),
  freshIds("relay-tracking"),
  ignoresFailedEntries("explain-rejection"),
  sendsCopiesTo("explain-rejection", "northpost"),
  returnsIds("explain-rejection"),
  namesRetailers("relay-tracking"),
  acknowledgesFailures("explain-rejection"),
  acknowledgesFailures("deliver-webhook"),
  postsToCarrier("deliver-webhook"),
  ignoresFailedEntries("accept-event"),
  acknowledgesFailures("record-access"),
  ignoresFailedEntries("record-access"),
  forgetsUnwrittenDisclosures("record-access"),
  forgetsUnwrittenDisclosures("look-up-shipment"),
  ignoresRestrictions("look-up-shipment"),
  prolongsRestrictions("look-up-shipment"),
  acknowledgesFailures("raise-anomaly"),
  ignoresFailedEntries("raise-anomaly"),
  freshIds("raise-anomaly"),
  acknowledgesFailures("announce-restriction"),
  ignoresFailedEntries("announce-restriction"),
  freshIds("announce-restriction"),
  neverPublishes("announce-restriction", "AccessorReleased"),
  acknowledgesFailures("open-breach-case"),
  commitsWithoutVersion("open-breach-case"),
  acknowledgesFailures("extend-exposures"),
  commitsWithoutVersion("extend-exposures"),
  acknowledgesFailures("claim-exposures"),
  overlooksCases("claim-exposures", "withUnclaimed", "overlooks the cases that hold the claimed parcel"),
  acknowledgesFailures("alert-parties"),
  ignoresFailedEntries("alert-parties"),
  freshIds("alert-parties"),
  marksBeforeItSends("alert-parties"),
  acknowledgesFailures("run-breach-desk"),
  acknowledgesFailures("release-restrictions"),
  overlooksCases("watch-duties", "open", "overlooks the open cases"),
]

/** The batch answer says that nothing failed. */
function acknowledgesFailures(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "acknowledges what it failed to handle",
    handler:
      (handler: LambdaHandler<unknown>): LambdaHandler<unknown> =>
      async (event, context) => {
        await handler(event, context).catch(() => undefined)
        return { batchItemFailures: [] }
      },
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

/** Writes tracking records even if they changed since they were read. */
function writesWithoutCondition(name: FunctionName): PlantedFault {
  return replacesRows(name, "writes a tracking record without its condition", (rows) => {
    const revision = (id: string): number => rows.rows().find(({ recordId }) => recordId === id)?.revision ?? 0
    return (changes) =>
      rows.replace(
        changes.map((change) => ({
          ...change,
          readRevision: revision("row" in change ? change.row.recordId : change.deleted),
        })),
      )
  })
}

/** A transaction of several messages was refused, and none of them is written alone. */
function forgetsRefusedBatches(name: FunctionName): PlantedFault {
  return replacesRows(name, "takes a refused transaction of a batch for a written one", (rows) => async (changes) => {
    const outcome = await rows.replace(changes)
    return changes.length > 3 ? "written" : outcome
  })
}

type Rows = Stores["trackingRecords"]

function replacesRows(name: FunctionName, describe: string, faulty: (rows: Rows) => Rows["replace"]): PlantedFault {
  const withFault = (rows: Rows): Rows => ({ ...rows, replace: faulty(rows) })
  const stores = (all: Stores): Stores => ({ ...all, trackingRecords: withFault(all.trackingRecords) })
  return { in: name, describe, stores }
}

/** A batch write leaves items unwritten, or an append fails, but the function still reports success. */
function forgetsUnwrittenDisclosures(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "does not check whether the ledger recorded a disclosure",
    stores: (stores): Stores => {
      const { disclosures } = stores
      let calls = 0
      const isForgotten = (): boolean => ++calls % 5 === 0
      return {
        ...stores,
        disclosures: {
          ...disclosures,
          append: async (item) => (isForgotten() ? "appended" : disclosures.append(item)),
          appendAll: async (items) => disclosures.appendAll(items.filter(() => !isForgotten())),
        },
      }
    },
  }
}

/** There is a restriction, and the function does not read it. */
function ignoresRestrictions(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "does not read restrictions",
    stores: (stores): Stores => ({ ...stores, restrictions: { ...stores.restrictions, of: async () => [] } }),
  }
}

/** A restriction refuses for two days longer than it lasts. */
function prolongsRestrictions(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "applies a restriction after its end",
    stores: (stores): Stores => {
      const { restrictions } = stores
      const prolonged = (until: string) => new Date(Date.parse(until) + 2 * 86_400_000).toISOString()
      return {
        ...stores,
        restrictions: {
          ...restrictions,
          of: async (keys) => (await restrictions.of(keys)).map((row) => ({ ...row, until: prolonged(row.until) })),
        },
      }
    },
  }
}

/** Writes a case even if it changed since it was read. */
function commitsWithoutVersion(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "commits a case without the condition on its version",
    stores: (stores): Stores => {
      const { breachCases } = stores
      return {
        ...stores,
        breachCases: {
          ...breachCases,
          commit: (change) => {
            const current = breachCases.rows().find((row) => row.type === "case" && row.caseId === change.case.caseId)
            const version = current?.type === "case" ? current.version + 1 : change.case.version
            return breachCases.commit({ ...change, case: { ...change.case, version } })
          },
        },
      }
    },
  }
}

/** A search of the cases finds none. */
function overlooksCases(name: FunctionName, search: "open" | "withUnclaimed", describe: string): PlantedFault {
  return {
    in: name,
    describe,
    stores: (stores): Stores => ({
      ...stores,
      breachCases: { ...stores.breachCases, [search]: async function* () {} },
    }),
  }
}

/** Records that messages were sent before it sends them. */
function marksBeforeItSends(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "records that it has sent before it sends",
    stores: (stores): Stores => {
      const { breachCases } = stores
      return {
        ...stores,
        breachCases: {
          ...breachCases,
          items: async (keys) => {
            const found = await breachCases.items(keys)
            for (const key of keys) {
              const isMissing = !found.some((row) => row.pk === key.pk && row.sk === key.sk)
              if (isMissing && key.sk.startsWith("MARKER#SENT#")) {
                const caseId = key.pk.replace("CASE#", "")
                await breachCases.mark({ ...key, caseId, type: "marker", at: "2018-10-31T12:00:00.000Z" })
              }
            }
            return found
          },
        },
      }
    },
  }
}
