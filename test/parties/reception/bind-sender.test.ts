import { describe, expect, it } from "@jest/globals"
import { partyDirectory } from "../../../shared/parties/party-directory.ts"
import { partyOfGroup, senderBinding } from "../../../shared/parties/reception/open-message.ts"
import { hubAccount, ownAccount, testDirectory, testParties } from "../test-parties.ts"

const bind = senderBinding(testDirectory, hubAccount)

async function senderOf(account: string, source: string): Promise<string> {
  const sender = await bind(account, source)
  switch (sender.kind) {
    case "party":
      return sender.party.id
    case "hub":
      return "hub"
    default:
      return `spoofed, account of ${sender.owners.map(({ id }) => id).join(", ") || "no party"}`
  }
}

describe("the sender of an event", () => {
  it.each([
    [hubAccount, "wayseal.carrier.northpost", "northpost"],
    [ownAccount, "wayseal.retailer.oakshop", "oakshop"],
    [hubAccount, "wayseal.hub", "hub"],
    // The hub's account may not send for a party with its own account. A party may send neither for others nor the hub.
    [hubAccount, "wayseal.retailer.oakshop", "spoofed, account of leafline, northpost"],
    [ownAccount, "wayseal.retailer.leafline", "spoofed, account of oakshop"],
    [ownAccount, "wayseal.hub", "spoofed, account of oakshop"],
    ["999999999999", "wayseal.carrier.northpost", "spoofed, account of no party"],
    // The whole source must match: kind and id.
    [hubAccount, "wayseal.retailer.northpost", "spoofed, account of leafline, northpost"],
    [hubAccount, "wayseal.carrier.northpost.x", "spoofed, account of leafline, northpost"],
    [hubAccount, "wayseal.carrier.nobody", "spoofed, account of leafline, northpost"],
  ])("with account %s and source %s is %s", async (account, source, expected) => {
    expect(await senderOf(account, source)).toBe(expected)
  })

  it("names each owner when several parties share the sending account", async () => {
    const sisters = testParties.map((party) => (party.kind === "retailer" ? { ...party, account: ownAccount } : party))
    const bound = senderBinding(partyDirectory(sisters), hubAccount)
    expect(await bound(ownAccount, "wayseal.retailer.leafline")).toMatchObject({
      kind: "party",
      party: { id: "leafline" },
    })
    expect(await bound(ownAccount, "wayseal.carrier.northpost")).toMatchObject({
      kind: "spoofed",
      owners: [{ id: "leafline" }, { id: "oakshop" }],
    })
  })
})

it.each([
  ["wayseal.carrier.northpost", "northpost"],
  ["leafline", "leafline"],
  ["wayseal.retailer.jane-doe", undefined],
  ["Jane.Doe", undefined],
])("the party of the group of messages %s is %s", async (group, expected) => {
  expect(await partyOfGroup(testDirectory)(group)).toBe(expected)
})
