import { restrictsAt } from "../../detection/restrictions/restriction.ts"
import type { Party } from "../../parties/party.ts"
import type { OwnRestriction } from "../actions/decide-restriction.ts"

/** A restriction as a party sees it: of tokens only those that its own tool gave. */
export function restrictionView({ restriction, mayDecide }: OwnRestriction, party: Party, at: string) {
  const { restrictionId, scope, since, until, reason, releasedAt, accessorTokens } = restriction
  const tokens = accessorTokens.filter((one) => one.carrierId === party.id).map((one) => one.token)
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
