import { describe, expect, it } from "@jest/globals"
import { conflictInWords, fileConflicts } from "../../../shared/parties/invitations/file-conflicts.ts"
import { type Party, party } from "../../../shared/parties/party.ts"
import { aCarrier, aRetailer, invitationWorld, publicKey } from "./invitation-world.ts"

const shared = publicKey("shared")
const oidc = { issuer: "https://login.example.com", audience: "a", subject: "s" }
const account = { carrierId: "eastpost", account: "7" }

/** A hub with invited parties, one of each kind of name, and a file that came later. */
async function world() {
  const invitations = invitationWorld({ fileParties: [] })
  const approved = async (id: string, entered: { kind: string }) => {
    const kind = entered.kind === "carrier" ? "carrier" : "retailer"
    await invitations.answer(await invitations.tokenOf(id, kind), entered)
    await invitations.approveLast(id)
  }
  await approved("willow", aRetailer({ alias: "Willow", shipperAccounts: [account] }))
  await approved("westpost", aCarrier({ alias: "Westpost", credentials: { publicKeys: [shared] } }))
  await approved("southpost", aCarrier({ alias: "Southpost", credentials: { oidc } }))
  return {
    ...invitations,
    conflictsWith: async (...file: Party[]) =>
      (await fileConflicts(file, invitations.invitedParties)).map((each) => [each.partyId, each.invitedId, each.thing]),
  }
}

const inFile = (id: string, more: Readonly<Record<string, unknown>> = {}): Party =>
  party.parse({
    id,
    kind: "retailer",
    alias: `${id} in the file`,
    channels: {},
    jurisdiction: { country: "CA", timeZone: "America/Toronto" },
    ordersPerDay: 100,
    missShare: 0.05,
    ...more,
  })

describe("a parties file that came after invited parties", () => {
  it.each<[string, Party, (readonly [string, string])[]]>([
    ["nothing in common", inFile("maple"), []],
    ["the id of an invited party", inFile("willow", { alias: "Willow" }), [["willow", "id"]]],
    ["the id of an invited party as its alias", inFile("maple", { alias: "westpost" }), [["westpost", "alias"]]],
    ["an alias, in another case", inFile("maple", { alias: "SOUTHPOST" }), [["southpost", "alias"]]],
    ["a key", inFile("maple", { credentials: { publicKeys: [shared] } }), [["westpost", "publicKey"]]],
    ["an issuer and subject", inFile("maple", { credentials: { oidc } }), [["southpost", "issuer"]]],
    ["a carrier's account number", inFile("maple", { shipperAccounts: [account] }), [["willow", "shipperAccount"]]],
  ])("is found to have %s", async (_, entry, expected) => {
    const { conflictsWith } = await world()
    expect(await conflictsWith(inFile("oak"), entry)).toEqual(expected.map((each) => [entry.id, ...each]))
  })

  it("may take over a party that was removed or declined", async () => {
    const { conflictsWith, remove, tokenOf, decline } = await world()
    await remove("willow")
    await tokenOf("aspen")
    expect(await conflictsWith(inFile("willow", { shipperAccounts: [account] }), inFile("aspen"))).toEqual([
      ["aspen", "aspen", "id"],
    ])
    await decline("aspen")
    expect(await conflictsWith(inFile("willow"), inFile("aspen"))).toEqual([])
  })

  it("is compared by the claims of its parties, together, and never by a list of all", async () => {
    const { invitedParties } = await world()
    const reads: string[] = []
    const counted = {
      holdersOf: (...args: Parameters<typeof invitedParties.holdersOf>) => {
        reads.push(`claims ${args[0].length}`)
        return invitedParties.holdersOf(...args)
      },
      current: (id: string) => {
        reads.push(id)
        return invitedParties.current(id)
      },
    }
    const file = [inFile("willow"), inFile("maple", { alias: "Westpost" })]
    expect(await fileConflicts(file, counted)).toHaveLength(2)
    expect(reads).toEqual(["claims 4", "willow", "westpost"])
  })
})

describe("a conflict in words", () => {
  it("names both parties and the mend", () => {
    expect(conflictInWords({ partyId: "maple", invitedId: "willow", thing: "shipperAccount" }, "prod")).toBe(
      "maple of the file has a carrier's account number of the invited party willow, so parcels of it count as those of maple. " +
        "Change maple in the file and deploy, or have willow enter another: npx wayseal parties invite willow --stage prod --again.",
    )
    expect(conflictInWords({ partyId: "willow", invitedId: "willow", thing: "id" }, "prod")).toBe(
      "willow stands in the file and was invited too. The file counts. Remove the invited one: npx wayseal parties remove willow --stage prod. " +
        "Or take it out of the file, and deploy.",
    )
  })
})
