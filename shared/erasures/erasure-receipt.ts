import * as z from "zod"
import { instant } from "../contracts/envelope.ts"
import { extensible } from "../contracts/extensible.ts"
import { detectorMemoryDays, failureDays, messageDays, recoveryDays } from "../contracts/retention.ts"
import { erasureId, heldEvidence } from "../contracts/shipment-erased.ts"
import { daysKept } from "../parties/webhooks/webhook-rows.ts"
import { dayMilliseconds } from "../platform/instants.ts"
import type { ShipmentErasure } from "../tracking/erasures.ts"

/** How long the stage keeps what no erasure reaches. `backupYears` is absent where no copies are made. */
export type StageRetention = { readonly archiveDays: number; readonly backupYears?: number | undefined }

/** What an erasure removes, each from every table that has it. */
const removedParts = [
  "shipment",
  "parcel",
  "claims",
  "lookupIndexes",
  "proofs",
  "sealedReferences",
  "ledgerEntries",
  "accessProfileEntries",
] as const

/** Where something of the shipment may still be that an erasure cannot reach, but that ends by itself. */
const restingPlaces = [
  "queues",
  "guessCounters",
  "accessProfiles",
  "failureRecords",
  "webhookDeliveries",
  "pointInTimeRecovery",
  "exchangeArchive",
  "registerBackups",
  "tombstone",
] as const

/** The receipt of an erasure. */
export const erasureReceipt = z
  .object({
    erasureId,
    state: z.enum(["erasing", "held", "erased", "notFound"]).meta({
      ...extensible,
      title: "State",
      description:
        "`held`: erased but for what `held` names. `erased`: erased, and nothing is held. `notFound`: the hub had " +
        "nothing of this shipment, so check its id",
    }),
    requestedAt: instant.meta({ title: "Requested at", description: "`occurredAt` of the request" }),
    erasedAt: instant
      .optional()
      .meta({ title: "Erased at", description: "When the shipment was first removed from all tables" }),
    removed: z.array(z.enum(removedParts)).meta({
      ...extensible,
      title: "Removed",
      description:
        "What was removed, as far as the hub had it: the shipment, its parcel unless others share it, its claim of a " +
        "parcel, what lookups find it by, what proofs are compared with, the sealed order reference and tracking " +
        "number, who looked it up, and what the detector remembers of these lookups",
    }),
    held: z.array(heldEvidence).meta({ title: "Held", description: "What was left in place, why and until when" }),
    letsGo: z
      .array(
        z.object({
          place: z.enum(restingPlaces).meta({
            ...extensible,
            title: "Place",
            description:
              "`queues`: events that were not handled yet, and dead letters. `guessCounters`: counts of wrong " +
              "proofs, under a keyed hash. `accessProfiles`: lookups that showed nothing, under a keyed hash. " +
              "`failureRecords`: changes that a function gave up on. `webhookDeliveries`: sealed copies of events that " +
              "went to a webhook. `pointInTimeRecovery`: earlier states of the " +
              "tables. `exchangeArchive`: redacted events with the shipment id. `registerBackups`: monthly copies of " +
              "what cases hold. `tombstone`: the keyed hash that keeps late events out, and this receipt",
          }),
          until: instant
            .optional()
            .meta({ title: "Until", description: "When it ends at the latest. Absent while that depends on a case" }),
        }),
      )
      .meta({
        title: "Lets go",
        description: "What no erasure reaches, and when each ends. Nobody reads these to serve",
      }),
  })
  .meta({ title: "Erasure receipt" })
export type ErasureReceipt = z.infer<typeof erasureReceipt>

/** The receipt of an erasure as it stands. */
export function receiptOf(erasure: ShipmentErasure, retention: StageRetention): ErasureReceipt {
  const { erasureKey, requestedAt, erasedAt, wasKnown = false, held } = erasure
  const isErased = erasedAt !== undefined
  return {
    erasureId: erasureKey,
    state: !isErased ? "erasing" : held.length > 0 ? "held" : wasKnown ? "erased" : "notFound",
    requestedAt,
    ...(isErased ? { erasedAt } : {}),
    removed: isErased && wasKnown ? [...removedParts] : [],
    held,
    letsGo: isErased ? letsGo(erasure, erasure.sweptAt ?? erasedAt, retention) : [],
  }
}

/** @param sweptAt when the shipment was last removed, from which on nothing new is written of it (ISO) */
function letsGo(
  { held, expiresAt }: ShipmentErasure,
  sweptAt: string,
  { archiveDays, backupYears }: StageRetention,
): ErasureReceipt["letsGo"] {
  const after = (days: number) => new Date(Date.parse(sweptAt) + days * dayMilliseconds).toISOString()
  return [
    { place: "queues", until: after(messageDays) },
    { place: "guessCounters", until: after(guessCounterDays) },
    { place: "accessProfiles", until: after(detectorMemoryDays) },
    { place: "failureRecords", until: after(failureDays) },
    { place: "webhookDeliveries", until: after(daysKept) },
    { place: "pointInTimeRecovery", until: after(recoveryDays) },
    { place: "exchangeArchive", until: after(archiveDays) },
    ...(held.length === 0 || backupYears === undefined ? [] : [registerBackups(held, backupYears)]),
    { place: "tombstone", until: new Date(expiresAt * 1000).toISOString() },
  ]
}

/** Counters of guesses are for one hour or day. */
const guessCounterDays = 2

function registerBackups(held: ErasureReceipt["held"], years: number): ErasureReceipt["letsGo"][number] {
  const ends = held.map(({ until }) => until)
  const last = ends.every((end) => end !== undefined) ? ends.toSorted().at(-1) : undefined
  if (last === undefined) return { place: "registerBackups" }
  const end = new Date(last)
  end.setUTCFullYear(end.getUTCFullYear() + years)
  return { place: "registerBackups", until: end.toISOString() }
}
