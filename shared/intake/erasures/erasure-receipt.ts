import * as z from "zod"
import { instant } from "../../base/contracts/envelope.ts"
import { extensible } from "../../base/contracts/extensible.ts"
import { erasureId, heldBecause, heldPart, notLookedFor, partOfErasure } from "../../base/contracts/part-of-erasure.ts"
import { detectorMemoryDays, failureDays, messageDays, recoveryDays } from "../../base/contracts/retention.ts"
import { dayMilliseconds } from "../../base/platform/instants.ts"
import { daysKept } from "../../parties/webhooks/webhook-rows.ts"
import type { ShipmentErasure } from "../tracking/erasures.ts"
import { partsOf } from "./erasure-parts.ts"

/** How long the stage keeps what no erasure reaches. `backupYears` is absent where no copies are made. */
export type StageRetention = { readonly archiveDays: number; readonly backupYears?: number | undefined }

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

export const erasureReceipt = z
  .object({
    erasureId,
    state: z.enum(["erasing", "held", "erased", "notFound"]).meta({
      ...extensible,
      description:
        "`held`: erased but for what `held` names. `erased`: erased, and nothing is held of what was " +
        "looked for. `notFound`: the hub had nothing of this shipment, so check its id",
    }),
    requestedAt: instant.meta({ description: "`occurredAt` of the request" }),
    erasedAt: instant.optional().meta({ description: "When the shipment was first removed from all tables" }),
    parts: z
      .array(
        z.object({
          part: partOfErasure,
          removed: z
            .int()
            .nonnegative()
            .meta({ description: "How many entries were removed. After a crash of the hub it may have been more" }),
          held: z
            .int()
            .nonnegative()
            .meta({ description: "How many entries are held, as far as is known: see `notLookedFor`" }),
          until: heldPart.shape.until,
          because: heldBecause,
        }),
      )
      .meta({ description: "What became of each part, each once. Empty while the shipment is being erased" }),
    notLookedFor: notLookedFor.optional(),
    letsGo: z
      .array(
        z.object({
          place: z.enum(restingPlaces).meta({
            ...extensible,
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
            .meta({ description: "When it ends at the latest. Absent while that depends on a case" }),
        }),
      )
      .meta({ description: "What no erasure reaches, and when each ends. Nobody reads these to serve" }),
  })
  .meta({ title: "Erasure receipt" })
export type ErasureReceipt = z.infer<typeof erasureReceipt>

/** The receipt of an erasure as it stands. */
export function receiptOf(erasure: ShipmentErasure, retention: StageRetention): ErasureReceipt {
  const { erasureKey, requestedAt, erasedAt, sweptAt, removed = {}, held, notLookedFor } = erasure
  const isErased = erasedAt !== undefined && sweptAt !== undefined
  return {
    erasureId: erasureKey,
    state: isErased ? stateOf(erasure) : "erasing",
    requestedAt,
    ...(isErased ? { erasedAt } : {}),
    parts: isErased ? partsOf(removed, held).map((part) => ({ ...part, because: [...part.because] })) : [],
    ...(notLookedFor === undefined ? {} : { notLookedFor }),
    letsGo: isErased ? letsGo(erasure, sweptAt, retention) : [],
  }
}

function stateOf({ held, wasKnown }: ShipmentErasure): ErasureReceipt["state"] {
  if (held.length > 0) return "held"
  return wasKnown ? "erased" : "notFound"
}

/** @param sweptAt when the shipment was last removed, from which on nothing new is written of it (ISO) */
function letsGo(
  erasure: ShipmentErasure,
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
    ...(backupYears === undefined ? [] : registerBackups(erasure, sweptAt, backupYears)),
    { place: "tombstone", until: new Date(erasure.expiresAt * 1000).toISOString() },
  ]
}

/** Counters of guesses are for one hour or day. */
const guessCounterDays = 2

/** Copies of the register have what cases held, for years after the cases let go. None if cases held nothing. */
function registerBackups(
  { held, removed = {} }: ShipmentErasure,
  sweptAt: string,
  years: number,
): ErasureReceipt["letsGo"] {
  const evidence = partsOf(removed, held).find(({ part }) => part === "caseEvidence")
  if (evidence === undefined || (evidence.held === 0 && evidence.removed === 0)) return []
  const last = evidence.held === 0 ? sweptAt : evidence.until
  if (last === undefined) return [{ place: "registerBackups" }]
  const end = new Date(last)
  end.setUTCFullYear(end.getUTCFullYear() + years)
  return [{ place: "registerBackups", until: end.toISOString() }]
}
