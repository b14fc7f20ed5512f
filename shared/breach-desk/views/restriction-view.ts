import { restrictsAt } from "../../detection/restrictions/restriction.ts"
import type { Party } from "../../parties/party.ts"
import { type OwnRestriction, ownTokens } from "../visibility.ts"

/** A restriction as the API shows it to a party. */
export function restrictionView({ restriction, mayDecide }: OwnRestriction, party: Party, at: string) {
  const { restrictionId, scope, since, until, reason, releasedAt } = restriction
  const tokens = ownTokens(restriction, party.id)
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
