import { expect, it } from "@jest/globals"
import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import { type Party, parties } from "../../../shared/parties/party.ts"
import { breachParties, breachWorld, seen, shipParcel, soleCase, walkAnomaly } from "../breach-world.ts"

const shops = Array.from({ length: 44 }, (_, place) => `shop-${place + 1}`)
const [, mapleBooks, northpost] = breachParties
const partiesOfCase: Party[] = parties.parse({
  parties: [...shops.map((id) => ({ ...mapleBooks, id, alias: `Shop ${id.slice(5)}` })), northpost],
}).parties

it("alerts a carrier and each of 44 retailers, with all that the carrier owes in its event and its mail", async () => {
  const world = breachWorld({ parties: partiesOfCase, startsAt: "2026-11-01T18:00:00.000Z" })
  for (const [place, retailerId] of shops.entries()) {
    await shipParcel(world, retailerId, place + 1)
    await world.disclosures.append(seen(place + 1, { retailerId }))
  }
  await world.anomalies.raise(walkAnomaly({ retailerId: "shop-1" }))
  await world.settle()
  expect(soleCase(world).parties).toHaveLength(45)
  for (const id of shops) expect(world.exchange.published(breachCaseOpened, id)).toHaveLength(1)
  const [opened] = world.exchange.published(breachCaseOpened, "northpost")
  expect(new Set(opened?.data.duties.map(({ kind }) => kind))).toEqual(
    new Set(["tellRegulator", "tellIndividuals", "tellOtherOrganisation", "keepRecord"]),
  )
  const [mail = ""] = world.mail.sent.flatMap((one) => (one.partyId === "northpost" ? [one.mail.text] : []))
  const [, list = ""] = mail.split("What you must do, and by when\n")
  expect(list.split("\n").slice(0, 6)).toEqual([
    expect.stringMatching(/^By Wednesday 4 November/),
    expect.stringMatching(/^- Notify the people affected who ordered from 44 retailers/),
    expect.stringMatching(/^- Notify 44 retailers/),
    expect.stringMatching(/^- Keep a record/),
    "",
    expect.stringMatching(/^- By Sunday 8 November.*notify the regulator/),
  ])
})
