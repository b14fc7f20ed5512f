import * as z from "zod"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"
import {
  actor,
  caseAlias,
  caseUrl,
  count,
  disclosedFields,
  dutyReference,
  legalBasis,
  targetAt,
  timelineHead,
  toolName,
  voucher,
} from "./fields.ts"
import { caseOrigin, dueIs, dutyStateSchema } from "./words.ts"

/** How the API tells of the last one of several lookups. */
export const lastLookup =
  "The last lookup was then or later in that UTC hour: of one visitor's repeats within an hour one is recorded"

/** A duty of the receiving party as a case event lists it. */
const dutyLine = dutyReference
  .extend({
    state: dutyStateSchema.meta({
      ...extensible,
      description: "State of the duty",
      examples: ["open"],
    }),
    dueAt: instant.optional().meta({ description: "Absent while the clock has not started" }),
    dueIs: dueIs
      .optional()
      .meta({ description: "`target`: the law sets no time, so the deployment sets one", examples: ["target"] }),
    targetAt: targetAt.optional(),
    basis: legalBasis.optional(),
    towards: actor
      .optional()
      .meta({ description: "The party to which, or to whose customers, it is owed. Each is a duty of its own" }),
  })
  .meta({ description: "One duty of the receiving party" })

/** Hours in which the lookups in a carrier's tool did not all reach the hub. */
export const unwatchedHours = z.object({
  from: instant.meta({ description: "Up to this time the hub has the lookups" }),
  until: instant.meta({ description: "From this time on it has them again, or as far as it knew" }),
  filledAt: instant
    .optional()
    .meta({ description: "When late reports had filled these hours, by the carrier's own statement" }),
  goesOn: z.literal(true).optional().meta({ description: "The interruption had not ended" }),
})

/** The fields of every event about a case: what the receiving party may see of the case. */
export const caseSide = {
  caseAlias,
  origin: caseOrigin.meta({ description: "How the case began", examples: ["anomaly"] }),
  tool: toolName,
  vouchedBy: voucher.optional(),
  atHub: z
    .literal(true)
    .optional()
    .meta({ description: "The breach was at the hub itself and in no tool, as its operator stated" }),
  openedAt: instant.meta({ description: "Opening" }),
  counts: z
    .object({
      shipments: count.meta({ description: "This party's exposed shipments", examples: [4500] }),
      atLeast: z
        .literal(true)
        .optional()
        .meta({
          description:
            "More may have been exposed: `unwatched` has hours that nothing filled, or the tool's carrier takes no part " +
            "and nobody reports lookups in it. Then 0 means that it is not known",
        }),
      shareOfTotal: z
        .number()
        .min(0)
        .max(1)
        .optional()
        .meta({ description: "Share of all the party's shipments, 0 to 1", examples: [0.02] }),
      possibleShipments: count
        .optional()
        .meta({ description: "Further shipments that an unidentified accessor may have seen", examples: [12] }),
    })
    .meta({ description: "Counts of the receiving party only" }),
  fieldsExposed: disclosedFields.meta({ description: "Field names", examples: [["phase"]] }),
  fieldsNotExposed: disclosedFields.meta({
    description: "Names of the fields that are known not to have been shown. Empty while `counts.atLeast` is true",
    examples: [["address", "payment", "purchaser"]],
  }),
  unwatched: z
    .array(unwatchedHours)
    .max(100)
    .optional()
    .meta({ description: "Hours of this case in which nobody watched the carrier's tool. Absent if there are none" }),
  firstExposureAt: instant.optional().meta({ description: "Earliest disclosure" }),
  lastExposureAt: instant.optional().meta({ description: lastLookup }),
  reportedByCarrier: z
    .boolean()
    .meta({ description: "Whether the facts come from a carrier's report about its own tool", examples: [false] }),
  duties: z
    .array(dutyLine)
    .max(40)
    .meta({
      description:
        "The duties of the receiving party. If there are more than 40, the 40 most urgent, with one of each list: " +
        "duties that differ only in the party to which they are owed. The API lists all",
    }),
  caseUrl,
  timelineHead,
}

/** The example that the case events use. */
export const caseSideExample = {
  caseAlias: "WS-4K7QX2M9TB",
  origin: "anomaly",
  tool: "observed:northpost",
  vouchedBy: { kind: "carrier", how: "reported" },
  openedAt: "2026-11-01T14:04:12.000Z",
  counts: { shipments: 6, shareOfTotal: 0.00003 },
  fieldsExposed: ["existence", "phase", "delivery-date", "postal-code", "signatory-name-or-initials"],
  fieldsNotExposed: ["address", "payment", "purchaser"],
  firstExposureAt: "2026-11-01T14:03:00.000Z",
  lastExposureAt: "2026-11-01T14:04:10.000Z",
  reportedByCarrier: true,
  duties: [
    {
      dutyId: "dty_1f3870be274f6c49",
      law: "ca-on-fippa",
      kind: "tellRegulator",
      state: "open",
      dueAt: "2026-11-04T14:04:12.000Z",
      dueIs: "target",
      targetAt: "2026-11-04T14:04:12.000Z",
      basis: "R.S.O. 1990, c. F.31, s. 40.1 (1)",
    },
  ],
  caseUrl: "/v1/cases/WS-4K7QX2M9TB",
  timelineHead: {
    seq: 3,
    hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    mac: "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
  },
} satisfies z.input<z.ZodObject<typeof caseSide>>
