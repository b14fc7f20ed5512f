import { describe, expect, it } from "@jest/globals"
import { senderBinding } from "../../../shared/parties/intake/bind-sender.ts"
import { partyDirectory } from "../../../shared/parties/party-directory.ts"
import { hubAccount, ownAccount, testDirectory, testParties } from "../test-parties.ts"

const bind = senderBinding(testDirectory, hubAccount)

function said(account: string, source: string): string {
  const sender = bind(account, source)
  switch (sender.kind) {
    case "party":
      return sender.party.id
    case "hub":
      return "hub"
    default:
      return `spoofed, account of ${sender.owner?.id ?? "nobody in particular"}`
  }
}

describe("who speaks", () => {
  it.each([
    [hubAccount, "wayseal.carrier.northpost", "northpost"],
    [ownAccount, "wayseal.retailer.oakshop", "oakshop"],
    [hubAccount, "wayseal.hub", "hub"],
    // The hub's account may not speak for a party that has its own, nor the party for others, nor anybody for the hub.
    [hubAccount, "wayseal.retailer.oakshop", "spoofed, account of nobody in particular"],
    [ownAccount, "wayseal.retailer.leafline", "spoofed, account of oakshop"],
    [ownAccount, "wayseal.hub", "spoofed, account of oakshop"],
    ["999999999999", "wayseal.carrier.northpost", "spoofed, account of nobody in particular"],
    // Sources are matched whole: kind and id both.
    [hubAccount, "wayseal.retailer.northpost", "spoofed, account of nobody in particular"],
    [hubAccount, "wayseal.carrier.northpost.x", "spoofed, account of nobody in particular"],
    [hubAccount, "wayseal.carrier.nobody", "spoofed, account of nobody in particular"],
  ])("from %s as %s is %s", (account, source, expected) => {
    expect(said(account, source)).toBe(expected)
  })

  it("names no owner when several parties share the sending account", () => {
    const sisters = testParties.map((party) => (party.kind === "retailer" ? { ...party, account: ownAccount } : party))
    const bound = senderBinding(partyDirectory(sisters), hubAccount)
    expect(bound(ownAccount, "wayseal.retailer.leafline")).toMatchObject({ kind: "party", party: { id: "leafline" } })
    expect(bound(ownAccount, "wayseal.carrier.northpost")).toEqual({ kind: "spoofed" })
  })
})
