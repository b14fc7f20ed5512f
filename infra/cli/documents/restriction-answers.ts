import * as z from "zod"
import { instant } from "../../../shared/contracts/envelope.ts"
import { accessorToken, restrictionId } from "../../../shared/contracts/fields.ts"
import { restrictionReasonCode, restrictionScope } from "../../../shared/contracts/words.ts"

/** The answers of the breach desk about restrictions, for its document. */
export const restrictionAnswers = {
  restrictions: z.strictObject({
    restrictions: z.array(
      z.strictObject({
        restrictionId,
        scope: restrictionScope,
        since: instant,
        until: instant,
        reason: restrictionReasonCode,
        state: z.enum(["standing", "ended", "released"]),
        releasedAt: instant.optional(),
        accessorTokens: z.array(accessorToken).optional(),
        mayDecide: z.boolean().meta({ description: "Whether the caller may release it without another party" }),
      }),
    ),
    next: z.string().optional().meta({ description: "`after` of the next page; absent on the last" }),
  }),
  decisions: z.strictObject({
    decisions: z.array(
      z.discriminatedUnion("change", [
        z.strictObject({
          restrictionId,
          change: z.enum(["new", "renewed"]),
          scope: restrictionScope.extract(["subject", "network"]),
          since: instant,
          until: instant.meta({ description: "End, unless renewed" }),
          reason: restrictionReasonCode,
          accessorTokens: z.array(accessorToken).meta({ description: "All of the caller's tokens of the accessor" }),
        }),
        z.strictObject({
          restrictionId,
          change: z.enum(["released", "expired"]),
          endedAt: instant.optional().meta({ description: "Absent if another restriction took its place" }),
        }),
      ]),
    ),
    asOf: instant.meta({ description: "Of the first page: `since` of the next question, when all pages are read" }),
    next: z.string().optional().meta({ description: "`after` of the next page; absent on the last" }),
  }),
}
