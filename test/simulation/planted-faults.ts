import * as z from "zod"
import type { PutEvents } from "../../shared/messaging/event-publisher.ts"
import type { LambdaHandler } from "../../shared/runtime/lambda.ts"
import type { FunctionName, Stores } from "./functions.ts"
import { seededRandom } from "./random.ts"
import type { PlantedFault } from "./world.ts"

/**
 * Faults that people really make, one or more in every function. The simulation must catch each of them; if it does not, it
 * could not catch the same mistake made in earnest.
 */
export const plantedFaults: readonly PlantedFault[] = [
  { ...acknowledgesFailures("record-shipment") },
  { ...withoutConditions("record-shipment") },
  { ...ignoresFailedEntries("record-progress") },
  { ...acknowledgesFailures("record-progress") },
  { ...withoutConditions("record-progress") },
  { ...ignoresFailedEntries("relay-tracking") },
  { ...acknowledgesFailures("relay-tracking") },
  { ...freshIds("relay-tracking") },
  { ...ignoresFailedEntries("explain-rejection") },
  { ...acknowledgesFailures("explain-rejection") },
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
function withoutConditions(name: FunctionName): PlantedFault {
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
