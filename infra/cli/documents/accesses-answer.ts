import * as z from "zod"
import { instant } from "../../../shared/contracts/envelope.ts"
import { disclosedFields, shipmentId, toolName } from "../../../shared/contracts/fields.ts"
import { inclusionProof, loggedDisclosure } from "../../../shared/contracts/statement.ts"
import { statementDay } from "../../../shared/contracts/statement-made.ts"
import { proof } from "../../../shared/contracts/words.ts"
import { unwatched } from "./unwatched-answer.ts"

/** What proves that a lookup is in the ledger of its party. */
const inclusion = z
  .discriminatedUnion("state", [
    z.strictObject({ state: z.literal("included"), disclosure: loggedDisclosure, ...inclusionProof.shape }),
    z.strictObject({ state: z.literal("notClosed"), day: statementDay }),
    z.strictObject({ state: z.literal("notLogged") }),
  ])
  .meta({
    description:
      "With `inclusion=proofs`. `included`: with it the root in the statement of `day` follows from the leaf, which is " +
      "the canonical JSON of `disclosure`. `notClosed`: the statement of `day` is still to come. `notLogged`: not " +
      "logged yet, or of before the caller claimed the parcel",
  })

/** Who looked up one shipment, or those of one order. */
export const accesses = z.strictObject({
  shipmentIds: z
    .array(shipmentId)
    .optional()
    .meta({ description: "To a retailer: its ids of the shipments that were found. All parcels of an order are" }),
  accesses: z.array(
    z.strictObject({
      shipmentId: shipmentId.optional().meta({
        description: "To a retailer: the shipment that was shown. Absent where several had the parcel or the order",
      }),
      at: instant,
      lastAt: instant
        .optional()
        .meta({ description: "The last of a day's lookups that are one entry; `at` is the first" }),
      fields: disclosedFields,
      proof,
      proven: z.boolean(),
      tool: toolName,
      accessor: z.string().meta({ description: "A name of the accessor that only this caller receives" }),
      inclusion: inclusion.optional(),
    }),
  ),
  unwatched,
  next: z.string().optional().meta({ description: "`after` of the next page; absent on the last" }),
})
