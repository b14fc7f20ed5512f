import * as z from "zod"
import { boundedString } from "./bounded-string.ts"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"
import { caseAlias } from "./fields.ts"

/** What the hub may have of a shipment that is erased, in the order in which receipts name it. */
export const erasurePart = z.enum([
  "shipment",
  "parcel",
  "ledgerEntries",
  "logEntries",
  "accessProfileEntries",
  "caseEvidence",
])
export type ErasurePart = z.infer<typeof erasurePart>

/** Why an erasure leaves something in place. */
const heldReason = z.enum(["openCase", "keptCase", "keptCaseWithoutTerm"])

/** The name of the erasure of one shipment. The same shipment always gets the same one. */
export const erasureId = boundedString(256)
  .regex(/^era_[A-Za-z0-9_-]{43}$/)
  .meta({
    description: "Names the receipt: `GET /v1/erasures/{erasureId}`",
    examples: ["era_n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg"],
  })

/** Most causes that one part names. */
export const causeLimit = 100

/** A part of what the hub had of a shipment. */
export const partOfErasure = erasurePart.meta({
  ...extensible,
  description:
    "`shipment`: the shipment with its claim of a parcel, its proofs, the sealed order reference and tracking number, " +
    "and all that lookups find it by. `parcel`: its parcel, unless other shipments share it. `ledgerEntries`: who " +
    "looked it up. `logEntries`: the same in the daily log of each party. `accessProfileEntries`: what the detector " +
    "remembers of these lookups. `caseEvidence`: what breach cases have about it: which fields were seen when, and the " +
    "sealed references",
  examples: ["caseEvidence"],
})

const heldUntil = instant.meta({
  description: "When the hub removes it by itself. Absent while that depends on an open case",
})

/** Why a part is held. */
export const heldCause = z
  .object({
    reason: heldReason.meta({
      ...extensible,
      description:
        "`openCase`: people may still have to be notified. `keptCase`: a law of a party asks for a record of the " +
        "breach for that long. `keptCaseWithoutTerm`: no law of the parties names a time, and the exchange keeps the " +
        "record for 24 months by its own choice. A case that was closed as a false alarm holds nothing",
      examples: ["openCase"],
    }),
    caseAlias: caseAlias.optional(),
    until: heldUntil.optional(),
  })
  .meta({ description: "One reason for which a part is held" })
export type HeldCause = z.infer<typeof heldCause>

export const heldBecause = z
  .array(heldCause)
  .max(causeLimit)
  .meta({ description: "Why it is held: one entry for each case" })

/** A part of a shipment that an erasure leaves in place for a time. Each part is named once. */
export const heldPart = z
  .object({
    part: partOfErasure,
    count: z
      .int()
      .positive()
      .meta({ description: "How many entries are held", examples: [2] }),
    until: heldUntil.optional(),
    because: heldBecause,
  })
  .meta({ description: "A part that the erasure leaves in place, until when, and why" })
export type HeldPart = z.infer<typeof heldPart>

/** Parts that a stage cannot look for which leaves the proof or the desk out. */
export const unlookedPart = erasurePart.extract(["logEntries", "caseEvidence"])
export type UnlookedPart = z.infer<typeof unlookedPart>

export const notLookedFor = z
  .array(unlookedPart.meta({ ...extensible, description: "One of the parts of a receipt" }))
  .max(unlookedPart.options.length)
  .meta({
    description:
      "Parts that the hub did not look for, because its stage leaves out what makes them: `logEntries` without " +
      "statements, `caseEvidence` without the breach desk. If the stage had that before, an old table may still have " +
      "such entries. Absent when all parts were looked for",
    examples: [["caseEvidence"]],
  })
