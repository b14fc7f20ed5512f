import * as z from "zod"
import { instant } from "../../base/contracts/envelope.ts"
import { accessorToken, restrictionId } from "../../base/contracts/fields.ts"
import { restrictionReasonCode, restrictionScope } from "../../base/contracts/words.ts"
import type { Given } from "../../base/platform/http-route.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import type { Party } from "../../parties/party.ts"
import { openTokens } from "../../watch/detection/accessor-token.ts"
import { restrictsAt } from "../../watch/detection/restrictions/restriction.ts"
import { type OwnRestriction, ownTokens } from "../visibility.ts"

/** A restriction as the API shows it to a party. */
export const restrictionSchema = z.strictObject({
  restrictionId,
  scope: restrictionScope,
  since: instant,
  until: instant,
  reason: restrictionReasonCode,
  state: z.enum(["standing", "ended", "released"]),
  releasedAt: instant.optional(),
  accessorTokens: z.array(accessorToken).optional(),
  mayDecide: z.boolean().meta({ description: "Whether the caller may release it without another party" }),
})

/** A restriction as the API shows it to a party at an instant (ISO), with the party's own tokens in the clear. */
export async function restrictionView(
  sealer: Pick<Sealer, "unseal">,
  { restriction, mayDecide }: OwnRestriction,
  party: Party,
  at: string,
): Promise<Given<typeof restrictionSchema>> {
  const { restrictionId: id, scope, since, until, reason, releasedAt } = restriction
  const tokens = await openTokens(sealer, party.id, ownTokens(restriction, party.id))
  return {
    restrictionId: id,
    scope,
    since,
    until,
    reason,
    state: releasedAt !== undefined ? "released" : restrictsAt(restriction, at) ? "standing" : "ended",
    ...(releasedAt === undefined ? {} : { releasedAt }),
    ...(tokens.length === 0 ? {} : { accessorTokens: tokens }),
    mayDecide,
  }
}
