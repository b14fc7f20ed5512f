import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { inCase, instant } from "./participant-rows.ts"

/** A view of a party's side of a case that the party opened for a regulator. */
export const viewRowSchema = z.object({
  ...inCase,
  type: z.literal("view"),
  viewId: ownString().min(1),
  by: ownString().min(1).meta({ description: "Id of the party whose side it shows" }),
  regulator: ownString().min(1).meta({ description: "Code of the regulator in the catalogue of laws, such as OPC" }),
  openedAt: instant,
  endsAt: instant.meta({ description: "From then on its link opens nothing" }),
  besideOf: ownString().optional().meta({
    description: "Id of the party next to whose view it may stand, if that party's view for this regulator says so too",
  }),
  linkHash: ownString()
    .optional()
    .meta({ description: "SHA-256 of the token in its link. Absent: no link was given yet" }),
  revokedAt: instant.optional(),
  readAt: instant.optional().meta({ description: "When it was last noted that somebody read it, once a day" }),
  besideAt: instant.optional().meta({ description: "The same, next to the other party's view" }),
})
export type ViewRow = z.infer<typeof viewRowSchema>
