import * as z from "zod"
import type { PutEvents } from "../../shared/parties/channels/event-publisher.ts"
import type { LambdaHandler } from "../../shared/platform/lambda.ts"
import type { FunctionName } from "./functions.ts"
import { seededRandom } from "./random.ts"
import type { Stores } from "./stores.ts"
import type { PlantedFault } from "./world.ts"

/**
 * Faults that people really make, one or more in every function. The simulation must catch each of them; if it does not, it
 * could not catch the same mistake made in earnest.
 */
export const plantedFaults: readonly PlantedFault[] = [
  acknowledgesFailures("record-shipment"),
  writesWithoutCondition("record-shipment"),
  ignoresFailedEntries("record-progress"),
  acknowledgesFailures("record-progress"),
  writesWithoutCondition("record-progress"),
  ignoresFailedEntries("relay-tracking"),
  acknowledgesFailures("relay-tracking"),
  freshIds("relay-tracking"),
  ignoresFailedEntries("explain-rejection"),
  acknowledgesFailures("explain-rejection"),
  ignoresFailedEntries("accept-event"),
  acknowledgesFailures("record-access"),
  ignoresFailedEntries("record-access"),
  forgetsUnwrittenDisclosures("record-access"),
  forgetsUnwrittenDisclosures("look-up-shipment"),
  ignoresRestrictions("look-up-shipment"),
  acknowledgesFailures("raise-anomaly"),
  ignoresFailedEntries("raise-anomaly"),
  freshIds("raise-anomaly"),
  acknowledgesFailures("announce-restriction"),
  ignoresFailedEntries("announce-restriction"),
  acknowledgesFailures("open-breach-case"),
  commitsWithoutVersion("open-breach-case"),
  acknowledgesFailures("extend-exposures"),
  commitsWithoutVersion("extend-exposures"),
  acknowledgesFailures("claim-exposures"),
  overlooksUnclaimed("claim-exposures"),
  acknowledgesFailures("alert-parties"),
  ignoresFailedEntries("alert-parties"),
  freshIds("alert-parties"),
  marksBeforeItSends("alert-parties"),
  acknowledgesFailures("run-breach-desk"),
  overlooksOpenCases("watch-duties"),
]

/** The batch answer says that everything went well. */
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

/** PutEvents answers 200 although it did not take an entry, and nobody looks. */
function ignoresFailedEntries(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "does not look at the entries that the bus did not take",
    putEvents:
      (put): PutEvents =>
      async (entries) =>
        (await put(entries)).map(({ eventId }) => ({ eventId: eventId ?? "not-looked-at" })),
  }
}

const detail = z.looseObject({ metadata: z.looseObject({ id: z.string() }) })

/** Event ids are made up at each attempt. */
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

/** Writes tracking records whatever happened since they were read. */
function writesWithoutCondition(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "writes a tracking record without its condition",
    stores: (stores): Stores => {
      const rows = stores.trackingRecords
      const revision = (id: string): number => rows.rows().find(({ recordId }) => recordId === id)?.revision ?? 0
      return {
        ...stores,
        trackingRecords: {
          ...rows,
          replace: (changes) =>
            rows.replace(
              changes.map((change) => ({
                ...change,
                readRevision: revision("row" in change ? change.row.recordId : change.deleted),
              })),
            ),
        },
      }
    },
  }
}

/** A batch write leaves items unwritten, and nobody looks; or an append fails, and the answer goes out all the same. */
function forgetsUnwrittenDisclosures(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "does not look whether the ledger took a disclosure",
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

/** The restriction is there, and nobody asks for it. */
function ignoresRestrictions(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "does not ask who is restricted",
    stores: (stores): Stores => ({ ...stores, restrictions: { ...stores.restrictions, of: async () => [] } }),
  }
}

/** Writes a case whatever happened to it since it was read. */
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

/** Looks for open cases where there are none. */
function overlooksOpenCases(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "overlooks the open cases",
    stores: (stores): Stores => ({
      ...stores,
      breachCases: { ...stores.breachCases, open: async function* () {} },
    }),
  }
}

/** Looks for cases that hold a parcel which nobody had claimed where there are none. */
function overlooksUnclaimed(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "overlooks the cases that hold what was claimed",
    stores: (stores): Stores => ({
      ...stores,
      breachCases: { ...stores.breachCases, withUnclaimed: async function* () {} },
    }),
  }
}

/** Notes that messages went out before they do. */
function marksBeforeItSends(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "notes that it has sent before it sends",
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
