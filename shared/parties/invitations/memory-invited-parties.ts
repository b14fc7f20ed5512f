import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import { type ClaimKey, keyOfClaim, nameOfClaim } from "./claim-keys.ts"
import type { InvitedParty } from "./invited-party.ts"
import { changedClaims, invitationKey } from "./party-claims.ts"
import type { ClaimRow, PartyChange, StoredInvitedParties } from "./stored-invited-parties.ts"

type Row = InvitedParty | PartyChange | ClaimRow

const isParty = (row: Row | undefined): row is InvitedParty => row !== undefined && "kind" in row
const isChange = (row: Row | undefined): row is PartyChange => row !== undefined && "what" in row
const isClaim = (row: Row | undefined): row is ClaimRow => row !== undefined && "inForce" in row

/** @throws Error for a key that DynamoDB would refuse: an empty one, or one of more than 1,024 bytes */
function possible(claim: ClaimKey): ClaimKey {
  const bytes = Buffer.byteLength(claim.sk)
  if (bytes === 0 || bytes > 1_024) throw new Error("DynamoDB takes no such key.")
  return claim
}

/** Invited parties in memory. */
export function memoryInvitedParties(interrupt?: Interrupt): StoredInvitedParties & Observable<Row> {
  const table = memoryTable<Row>("invitedParties", interrupt)
  const ofParty = (partyId: string) => [table.get(`party ${partyId}`)].find(isParty)
  const claimAt = (key: ClaimKey) => [table.get(`claim ${nameOfClaim(key)}`)].find(isClaim)
  const isTakenFrom = (partyId: string, key: ClaimKey) => (claimAt(key)?.partyId ?? partyId) !== partyId
  const read = (partyId: string) => table.effect("get", () => ofParty(partyId))
  return {
    ...table.observable,
    get: read,
    current: read,
    async idOf(claim) {
      const found = await table.effect("idOf", () => claimAt(keyOfClaim(claim)))
      return found?.inForce === true ? found.partyId : undefined
    },
    async *each() {
      const found = await table.effect("each", () => table.all().filter(isParty))
      yield* found.sort((one, other) => (one.partyId < other.partyId ? -1 : 1))
    },
    invitedBy: (tokenHash) =>
      table.effect("invitedBy", () => ofParty(claimAt(invitationKey(tokenHash))?.partyId ?? "")),
    holdersOf: (claims) => table.effect("holdersOf", () => claims.flatMap((claim) => claimAt(claim) ?? [])),
    takenFrom: (partyId, claims) =>
      table.effect("takenFrom", () => claims.filter((claim) => isTakenFrom(partyId, possible(claim)))),
    change: ({ before, after, change }) =>
      table.effect("change", () => {
        const { put, release } = changedClaims(before, after)
        const { partyId } = after
        if (ofParty(partyId)?.version !== before?.version) return "refused"
        if (put.some((claim) => isTakenFrom(partyId, claim))) return "refused"
        table.put(`party ${partyId}`, after)
        table.put(`change ${partyId} ${change.version}`, change)
        for (const claim of release) table.delete(`claim ${nameOfClaim(claim)}`)
        for (const claim of put) table.put(`claim ${nameOfClaim(claim)}`, { ...claim, partyId })
        return "changed"
      }),
    history: (partyId, { before = Number.POSITIVE_INFINITY, limit }) =>
      table.effect("history", () =>
        table
          .all()
          .filter(isChange)
          .filter((row) => row.partyId === partyId && row.version < before)
          .sort((one, other) => other.version - one.version)
          .slice(0, limit),
      ),
  }
}
