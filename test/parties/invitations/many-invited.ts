import type { InvitedParty, ReadInvitedParties } from "../../../shared/parties/invitations/invited-party.ts"
import { party as partySchema } from "../../../shared/parties/party.ts"

/** So many approved retailers, and how often they were read by id and as a list. */
export function manyInvited(count: number): {
  invited: ReadInvitedParties
  reads: { byId: number; lists: number }
} {
  const rows = new Map(Array.from({ length: count }, (_, place) => rowOf(place)).map((row) => [row.partyId, row]))
  const ids = new Map([...rows.values()].map(({ partyId, approved }) => [approved?.number, partyId]))
  const reads = { byId: 0, lists: 0 }
  return {
    reads,
    invited: {
      async get(partyId) {
        reads.byId += 1
        return rows.get(partyId)
      },
      idOf: async (claim) => (claim.kind === "number" ? ids.get(claim.number) : undefined),
      async *each() {
        reads.lists += 1
        yield* rows.values()
      },
    },
  }
}

function rowOf(place: number): InvitedParty {
  const partyId = `invited-${place}`
  const at = "2026-11-01T10:00:00.000Z"
  const party = partySchema.parse({
    id: partyId,
    kind: "retailer",
    alias: `Invited ${place}`,
    channels: { emails: [`privacy@${partyId}.example`] },
    jurisdiction: { country: "CA", timeZone: "America/Toronto" },
    ordersPerDay: 20,
    missShare: 0.05,
  })
  return {
    partyId,
    kind: "retailer",
    language: "en",
    version: 3,
    changedAt: at,
    approved: { at, party, number: place + 1 },
  }
}
