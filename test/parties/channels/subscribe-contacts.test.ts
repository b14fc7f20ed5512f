import { describe, expect, it } from "@jest/globals"
import { contactChanges, makeSubscribeContacts } from "../../../shared/parties/channels/subscribe-contacts.ts"
import { readParties } from "../../../shared/parties/load-parties.ts"
import { type PartyDirectory, partyDirectory } from "../../../shared/parties/party-directory.ts"
import { memoryContactTopics } from "../../doubles/contact-topics.ts"

const example = readParties(new URL("../../../stages/local/parties.json", import.meta.url))
const [first, second] = example.map(({ id }) => id)

/** The example, in which the first party has these contacts and the others have none. */
function partiesWith(emails: string[], escalationEmails: string[] = []): PartyDirectory {
  return partyDirectory(
    example.map((party) => ({
      ...party,
      channels: {
        ...party.channels,
        emails: party.id === first ? emails : [],
        escalationEmails: party.id === first ? escalationEmails : [],
      },
    })),
  )
}

describe("the contacts of a party with a topic", () => {
  it("are subscribed once, and asked once to confirm", async () => {
    const topics = memoryContactTopics()
    const run = makeSubscribeContacts({
      parties: partiesWith(["a@shop.example", "b@shop.example"], ["c@shop.example", "b@shop.example"]),
      topics,
    })
    expect(await run()).toEqual({ subscribed: 3, changed: 0, unsubscribed: 0, unconfirmed: 3 })
    expect(topics.levels(first ?? "")).toEqual([
      "a@shop.example alert",
      "b@shop.example alert",
      "c@shop.example escalation",
    ])
    expect(await run()).toEqual({ subscribed: 0, changed: 0, unsubscribed: 0, unconfirmed: 3 })
    topics.confirmAll()
    expect(await run()).toEqual({ subscribed: 0, changed: 0, unsubscribed: 0, unconfirmed: 0 })
    expect(topics.asked()).toBe(3)
  })

  it("get nothing any more once they are taken out, and other mails once they change sides", async () => {
    const topics = memoryContactTopics()
    const runWith = (emails: string[], escalations: string[]) =>
      makeSubscribeContacts({ parties: partiesWith(emails, escalations), topics })()
    await runWith(["a@shop.example", "b@shop.example"], ["c@shop.example"])
    topics.confirmAll()
    expect(await runWith(["c@shop.example"], ["b@shop.example"])).toEqual({
      subscribed: 0,
      changed: 2,
      unsubscribed: 1,
      unconfirmed: 0,
    })
    expect(topics.levels(first ?? "")).toEqual(["b@shop.example escalation", "c@shop.example alert"])
  })

  it("are told apart without regard to capital letters", () => {
    const channels = { emails: ["Privacy@Shop.example"], escalationEmails: [] }
    const confirmed = { arn: "arn:1", level: "alert" as const }
    expect(contactChanges(channels, [{ address: "privacy@shop.example", confirmed }])).toEqual({
      subscribe: [],
      changeLevel: [],
      unsubscribe: [],
      unconfirmed: 0,
    })
  })

  it("who never confirmed and are not wanted any more wait for nobody", () => {
    const changes = contactChanges({ emails: [], escalationEmails: [] }, [{ address: "gone@shop.example" }])
    expect(changes).toEqual({ subscribe: [], changeLevel: [], unsubscribe: [], unconfirmed: 0 })
  })

  it("are subscribed by the next run when one stops in the middle, and no other party waits for it", async () => {
    let throttled = true
    const topics = memoryContactTopics({
      interrupt: async (point) => {
        if (throttled && point === "subscribe b@shop.example") throw new Error("Rate exceeded")
        if (throttled && point === `subscriptions of ${second}`) seen += 1
      },
    })
    let seen = 0
    const run = makeSubscribeContacts({ parties: partiesWith(["a@shop.example", "b@shop.example"]), topics })
    expect((await run()).failure).toMatchObject({ message: "Rate exceeded" })
    expect(seen).toBe(1)
    throttled = false
    expect(await run()).toMatchObject({ subscribed: 1, unconfirmed: 2 })
    expect(topics.levels(first ?? "")).toHaveLength(2)
  })
})
