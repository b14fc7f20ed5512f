import * as z from "zod"
import { viewRowSchema } from "../../../shared/breach-desk/cases/view-rows.ts"
import { caseAlias } from "../../../shared/contracts/fields.ts"
import { partyKind } from "../../../shared/contracts/words.ts"

/** The answers about views for regulators. */

const { viewId, regulator, openedAt, endsAt, revokedAt, readAt, besideAt } = viewRowSchema.shape

export const viewAnswers = {
  views: z.strictObject({
    views: z.array(
      z.strictObject({
        viewId,
        regulator,
        state: z.enum(["open", "ended", "revoked"]),
        openedAt,
        endsAt,
        revokedAt,
        readAt,
        besideAt,
        beside: caseAlias.optional().meta({ description: "Alias of the party next to whose view it may be read" }),
        hasLink: z.boolean().meta({ description: "Whether there is a link that opens it" }),
      }),
    ),
    parties: z
      .array(z.strictObject({ caseAlias, kind: partyKind, alias: z.string().optional() }))
      .meta({ description: "The parties that you deal with in this case. A discreet one goes by its kind" }),
    askedBy: z
      .array(z.strictObject({ beside: caseAlias.optional(), regulator, endsAt }))
      .meta({ description: "Views of other parties that name you. Open one that names the party if you agree" }),
  }),
  viewed: z.strictObject({
    outcome: z.enum(["done", "repeated"]),
    viewId: z.string().optional(),
    endsAt: endsAt.optional(),
    link: z.string().optional().meta({
      description: "Path of the view on the hub's host, with the code behind `#`. Only the first answer has it",
    }),
  }),
}
