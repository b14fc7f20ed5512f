import { describe, expect, it } from "@jest/globals"
import { type Clock, systemClock } from "../../../shared/base/platform/clock.ts"
import type { ContactTopics } from "../../../shared/parties/channels/contact-topics.ts"
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

const isExample = (partyId: string) => example.some(({ id }) => id === partyId)

/** A run over parties, of which the file names those of the example. */
function runOf(
  parties: PartyDirectory,
  topics: ContactTopics,
  { clock = systemClock, remaining = () => 300_000 }: { clock?: Clock; remaining?: () => number } = {},
) {
  const run = makeSubscribeContacts({ parties, isInFile: isExample, topics, clock })
  return () => run(remaining)
}

describe("the contacts of a party with a topic", () => {
  it("are subscribed once, and asked once to confirm", async () => {
    const topics = memoryContactTopics()
    const run = runOf(partiesWith(["a@shop.example", "b@shop.example"], ["c@shop.example", "b@shop.example"]), topics)
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
    const runWith = (emails: string[], escalations: string[]) => runOf(partiesWith(emails, escalations), topics)()
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
    const run = runOf(partiesWith(["a@shop.example", "b@shop.example"]), topics)
    expect((await run()).failure).toMatchObject({ message: "Rate exceeded" })
    expect(seen).toBe(1)
    throttled = false
    expect(await run()).toMatchObject({ subscribed: 1, unconfirmed: 2 })
    expect(topics.levels(first ?? "")).toHaveLength(2)
  })
})

describe("an invited party", () => {
  const shops = (count: number, emails = ["a@invited.example"]) => {
    const [party] = example
    if (party === undefined) throw new Error("the example has no party")
    return Array.from({ length: count }, (_, place) => ({
      ...party,
      id: `shop-${place + 1}`,
      channels: { ...party.channels, emails, escalationEmails: [] },
    }))
  }
  const afterRuns = (runs: number) => () => new Date(Date.UTC(2026, 10, 1) + runs * 600_000)

  it("gets its topic before its contacts are asked to confirm, and only one", async () => {
    const made: string[] = []
    const topics = memoryContactTopics({
      isDeployed: isExample,
      interrupt: async (point) => {
        if (point.startsWith("make")) made.push(point)
      },
    })
    const run = runOf(partyDirectory(shops(2)), topics)
    expect(await run()).toMatchObject({ subscribed: 2, unconfirmed: 2 })
    expect(await run()).toMatchObject({ subscribed: 0, unconfirmed: 2 })
    expect(made.sort()).toEqual(["make shop-1", "make shop-2"])
  })

  it("has its contacts asked by the next run when one stops after the topic was made", async () => {
    let stops = true
    const topics = memoryContactTopics({
      isDeployed: isExample,
      interrupt: async (point) => {
        if (stops && point.startsWith("subscribe ")) throw new Error("Rate exceeded")
      },
    })
    const run = runOf(partyDirectory(shops(1)), topics)
    expect((await run()).failure).toMatchObject({ message: "Rate exceeded" })
    stops = false
    expect(await run()).toMatchObject({ subscribed: 1 })
    expect(topics.levels("shop-1")).toEqual(["a@invited.example alert"])
  })

  it("without contacts gets no topic", async () => {
    const topics = memoryContactTopics({ isDeployed: isExample })
    await runOf(partyDirectory(shops(1, [])), topics)()
    expect(await topics.subscriptions("shop-1")).toBeUndefined()
  })

  it("has its turn in one of three runs if there are 3,000, after all parties of the file", async () => {
    const seen: string[][] = []
    const topics = memoryContactTopics({
      interrupt: async (point) => {
        const [, partyId] = /^subscriptions of (.+)$/.exec(point) ?? []
        if (partyId !== undefined) seen.at(-1)?.push(partyId)
      },
    })
    const everyone = partyDirectory([...shops(3_000), ...example])
    for (const runs of [0, 1, 2]) {
      seen.push([])
      await runOf(everyone, topics, { clock: afterRuns(runs) })()
    }
    const ofFile = example.map(({ id }) => id)
    for (const each of seen) {
      expect(each.slice(0, ofFile.length)).toEqual(ofFile)
      expect(each).toHaveLength(1_000 + ofFile.length)
    }
    expect(new Set(seen.flat()).size).toBe(3_000 + ofFile.length)
  })

  it("is not always last when a run has no time left", async () => {
    const first: string[] = []
    for (const runs of [0, 1, 2, 3, 4]) {
      let left = 300_000
      const topics = memoryContactTopics({
        interrupt: async (point) => {
          if (point.startsWith("subscriptions of shop")) first.push(point)
          left = 9_000
        },
      })
      await runOf(partyDirectory(shops(50)), topics, { clock: afterRuns(runs), remaining: () => left })()
    }
    expect(first).toHaveLength(5)
    expect(new Set(first).size).toBeGreaterThan(1)
  })
})

it("a party of the file without a topic is a failure, and gets none that a deployment would stumble over", async () => {
  const topics = memoryContactTopics({ isDeployed: () => false })
  const done = await runOf(partiesWith(["a@shop.example"]), topics)()
  expect(done.failure).toMatchObject({ name: "TopicMissing" })
  expect(await topics.subscriptions(first ?? "")).toBeUndefined()
})
