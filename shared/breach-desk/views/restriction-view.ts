import { openTokens } from "../../detection/accessor-token.ts"
import { restrictsAt } from "../../detection/restrictions/restriction.ts"
import type { Party } from "../../parties/party.ts"
import type { Sealer } from "../../platform/sealing.ts"
import { type OwnRestriction, ownTokens } from "../visibility.ts"

/** A restriction as the API shows it to a party at an instant (ISO), with the party's own tokens in the clear. */
export async function restrictionView(
  sealer: Pick<Sealer, "unseal">,
  { restriction, mayDecide }: OwnRestriction,
  party: Party,
  at: string,
) {
  const { restrictionId, scope, since, until, reason, releasedAt } = restriction
  const tokens = await openTokens(sealer, party.id, ownTokens(restriction, party.id))
  return {
    restrictionId,
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
