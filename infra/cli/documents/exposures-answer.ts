import * as z from "zod"
import { instant } from "../../../shared/contracts/envelope.ts"
import { disclosedFields, orderReference, shipmentId, trackingNumber } from "../../../shared/contracts/fields.ts"

/** A page of the caller's affected shipments. */
export const exposuresAnswer = z.strictObject({
  exposures: z.array(
    z.strictObject({
      shipmentId: shipmentId.optional(),
      orderReference: orderReference.optional(),
      trackingNumber: trackingNumber.optional(),
      fields: disclosedFields,
      firstExposureAt: instant,
      lastExposureAt: instant,
      accessors: z.unknown(),
      told: z.enum(["no", "byYou", "byOther"]),
      possible: z.literal(true).optional().meta({
        description:
          "Possibly exposed: somebody looked it up without proof where strangers walked, and nobody can say who",
      }),
    }),
  ),
  salt: z.string().meta({
    description:
      "What the digest of the whole list begins with. The timeline gets the digest with the last page, and nothing " +
      "keeps the salt but the caller. docs/evidence-package.md says how the digest is made",
  }),
  next: z.string().optional().meta({ description: "Pass it as `after` to get the next page. Absent on the last page" }),
})
