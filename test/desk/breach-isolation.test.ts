import { beforeAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { timelineEntryType } from "../../shared/desk/timeline-entry-type.ts"
import { readersOf, relationTo, viewerOf } from "../../shared/desk/visibility.ts"
import { makeWatchDuties } from "../../shared/desk/watch-duties.ts"
import { publishedWalk, walkEvidence } from "../builders/findings.ts"
import { assessAsNoBreach } from "./assess-no-breach.ts"
import { type BreachWorld, breachParties, breachWorld, partyIn, seen, shipParcel, walkAnomaly } from "./breach-world.ts"
import { caller } from "./desk-caller.ts"
import { takeOut } from "./take-out.ts"

/**
 * Retailers never see each other. What a retailer receives or reads must be the same whether or not another retailer is
 * affected too. So each story runs twice, and everything that a party can see is compared.
 */

const walked = 12
const others = Array.from({ length: 30 }, (_, place) => 50 + place)
const at = "2026-11-01T14:09:00.000Z"
const contained = { kind: "containment", code: "containmentAttested", at } as const

type Caller = ReturnType<typeof caller>
type Story = { world: BreachWorld; call: Caller; stated: Awaited<ReturnType<Caller>> }

/**
 * A walker is seen along Leafline's numbers, and in the second playing along those of Maple Books as well, which does
 * all that a party can do, before Leafline and after it.
 */
async function play({
  second,
  first = "leafline",
}: {
  second: boolean
  first?: "leafline" | "maplebooks"
}): Promise<Story> {
  const world = breachWorld()
  const call = caller(world)
  const ofCase = (partyId: string) => `/v1/cases/${partyIn(world, partyId).alias}`
  const post = (partyId: string, path: string, body: unknown, key: string) =>
    caller(world, { "idempotency-key": key })(partyId, "POST", `${ofCase(partyId)}${path}`, body)
  const leaflineWalk = async () => {
    for (let number = 1; number <= walked; number++) await world.disclosures.append(seen(number))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
  }
  const mapleWalk = async () => {
    for (const number of others) await world.disclosures.append(seen(number, { retailerId: "maplebooks" }))
    await world.anomalies.raise(
      walkAnomaly({
        anomalyId: "anomaly-of-maple-books",
        retailerId: "maplebooks",
        chart: "guess",
        score: 31.4,
        evidence: { ...walkEvidence, references: 30, hits: 30 },
        retailerFinding: publishedWalk({ chart: "guess", evidence: { ...walkEvidence, references: 30, hits: 30 } }),
      }),
    )
    await world.settle()
  }
  for (let number = 1; number <= walked; number++) await shipParcel(world, "leafline", number)
  for (const number of others) await shipParcel(world, "maplebooks", number)

  if (second && first === "maplebooks") {
    world.passSeconds(-30)
    await mapleWalk()
    await post("maplebooks", "/measures", contained, "maple-1")
    world.passSeconds(30)
  }
  await leaflineWalk()
  if (second && first === "leafline") {
    await mapleWalk()
    await post("maplebooks", "/measures", contained, "maple-1")
  }
  world.passSeconds(60)
  if (second) {
    await post("maplebooks", "/acknowledgements", {}, "maple-2")
    await post("maplebooks", "/facts", { discoveredAt: at }, "maple-3")
    await call("maplebooks", "GET", `${ofCase("maplebooks")}/exposures`)
  }
  world.passSeconds(60)
  await post("leafline", "/acknowledgements", {}, "leaf-1")
  await post("northpost", "/acknowledgements", {}, "north-1")
  const duty = z
    .object({ others: z.array(z.object({ duties: z.array(z.object({ dutyId: z.string(), kind: z.string() })) })) })
    .parse((await call("leafline", "GET", ofCase("leafline"))).json)
    .others.flatMap(({ duties }) => duties)
    .find(({ kind }) => kind === "tellIndividuals")
  const step = (operation: object) => ({ step: operation })
  await post("leafline", `/duties/${duty?.dutyId}`, step({ operation: "request" }), "leaf-2")
  if (second) await post("maplebooks", `/duties/${duty?.dutyId}`, step({ operation: "request" }), "maple-4")
  for (const partyId of second ? ["maplebooks", "leafline"] : ["leafline"]) await assessAsNoBreach(world, partyId)
  if (second) await post("maplebooks", "/closing", { outcome: "falseAlarm" }, "maple-5")
  const stated = await post("leafline", "/closing", { outcome: "falseAlarm" }, "leaf-3")
  const notified = (numbers: readonly number[]) => ({
    method: "email",
    notifiedAt: at,
    recipients: {
      kind: "trackingNumbers",
      trackingNumbers: numbers.map((number) => `NP${String(number).padStart(6, "0")}CA`),
    },
  })
  await post("northpost", "/receipts", notified([1, 2, 3, ...(second ? [50, 51, 52, 53] : [])]), "north-2")
  await post("northpost", `/duties/${duty?.dutyId}`, step({ operation: "decline", reason: "notInControl" }), "north-3")
  world.passSeconds(7 * 3600)
  await makeWatchDuties(world.desk)()
  await world.settle()
  return { world, call, stated }
}

/** Names and proofs that differ from one playing to the next by chance, and not by what they say. */
const chance = new Set([
  "hash",
  "prevHash",
  "contentHash",
  "mac",
  "signature",
  "salt",
  "id",
  "dutyId",
  "restrictionId",
  "correlationId",
])

function comparable(value: unknown, alias: string): unknown {
  if (typeof value === "string")
    return value
      .replaceAll(alias, "ALIAS")
      .replaceAll(/(?<=\/duties\/)[\w-]{22}/g, "DUTY")
      .replaceAll(/\b[0-9a-f]{12,64}\b|[A-Za-z0-9+/]{43}=|(?<![\w-])[\w-]{86}(?![\w-])/g, "HASH")
  if (Array.isArray(value)) return value.map((one) => comparable(one, alias))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, chance.has(name) ? "" : comparable(one, alias)]),
  )
}

/** Everything that a retailer receives and reads, by where it comes from. */
async function seenBy(partyId: string, { world, call, stated }: Story): Promise<Record<string, unknown>> {
  const { alias } = partyIn(world, partyId)
  const own = `/v1/cases/${alias}`
  const reads: Record<string, unknown> = {
    "stating a false alarm": comparable({ statusCode: stated.statusCode, json: stated.json }, alias),
  }
  for (const path of [
    "/v1/cases",
    own,
    `${own}/timeline`,
    `${own}/exposures`,
    `${own}/documents`,
    "/v1/restrictions",
    "/v1/shipments/s1/accesses",
  ]) {
    const { statusCode, json } = await call(partyId, "GET", path)
    reads[path.replace(alias, "ALIAS")] = comparable({ statusCode, json }, alias)
  }
  for (const language of ["en", "fr"]) {
    const { text } = await takeOut(world, call, partyId, { format: "json", language })
    reads[`dossier in ${language}`] = comparable(JSON.parse(text), alias)
  }
  for (const outcome of ["resolved", "falseAlarm"]) {
    const { statusCode, json } = await call(partyId, "POST", `${own}/closing`, { outcome })
    reads[`closing as ${outcome}`] = comparable({ statusCode, json }, alias)
  }
  const addressed = z.looseObject({ metadata: z.looseObject({ audience: z.literal(partyId) }) })
  const events = world.exchange.events.flatMap(({ id: _, ...event }) =>
    addressed.safeParse(event.detail).success ? [event] : [],
  )
  const mails = world.mail.sent.filter((mail) => mail.partyId === partyId)
  return { ...reads, events: comparable(events, alias), mails: comparable(mails, alias) }
}

const questionsOf = (answer: unknown) => z.object({ json: z.object({ questions: z.unknown() }) }).parse(answer).json

/** Parts in which nothing may differ but what was seen first. */
const answers = [
  "/v1/cases",
  "/v1/cases/ALIAS/exposures",
  "/v1/restrictions",
  "/v1/shipments/s1/accesses",
  "closing as resolved",
  "closing as falseAlarm",
  "stating a false alarm",
]
const stories = [
  "/v1/cases/ALIAS",
  "/v1/cases/ALIAS/documents",
  "/v1/cases/ALIAS/timeline",
  "dossier in en",
  "dossier in fr",
  "events",
  "mails",
]

describe("what a retailer receives and reads of a case", () => {
  let world: BreachWorld | undefined
  let alone: Record<string, unknown> = {}
  let beside: Record<string, unknown> = {}
  let after: Record<string, unknown> = {}

  beforeAll(async () => {
    alone = await seenBy("leafline", await play({ second: false }))
    const story = await play({ second: true })
    world = story.world
    beside = await seenBy("leafline", story)
    after = await seenBy("leafline", await play({ second: true, first: "maplebooks" }))
  })

  it.each([...answers, ...stories])(
    "is the same with another retailer in it: %s (promise: table-decides-who-sees)",
    (part) => {
      expect(alone[part]).toBeDefined()
      expect(beside[part]).toEqual(alone[part])
    },
  )

  it("proposes facts beside its legal tests from its own side alone", () => {
    const facts = [alone, beside].map((reads) => JSON.stringify(questionsOf(reads["/v1/cases/ALIAS"])))
    expect(facts[0]).toContain("Shown for 12 of 12 exposed shipments: the postal code.")
    expect(facts[1]).toBe(facts[0])
    expect(JSON.stringify(questionsOf(after["/v1/cases/ALIAS"]))).not.toMatch(
      /maple|guess|\b(30|42)\b (of|ship|ref)|":(30|42)[,}]/i,
    )
  })

  it("gives each entry of the timeline to the readers that the table of visibility names", () => {
    const parties = world?.rowsOf("party") ?? []
    const acted = (world?.rowsOf("timeline") ?? []).flatMap(({ entry, copies }) => {
      const actor = parties.find(({ alias }) => alias === entry.actor)
      return actor === undefined ? [] : [{ actor, type: timelineEntryType.parse(entry.type), copies }]
    })
    expect(acted.length).toBeGreaterThan(10)
    for (const { actor, type, copies } of acted) {
      const readers = copies.map(({ partyId }) => partyId).sort()
      const acting = viewerOf(actor, parties)
      expect([type, readersOf(type, acting, readers).sort()]).toEqual([type, readers])
      for (const { partyId, entry } of copies) {
        const isStranger = relationTo(acting, partyId) === "stranger"
        expect([type, partyId, entry.actor]).toEqual([type, partyId, isStranger ? "hub" : actor.alias])
      }
    }
  })

  it.each(answers)("is the same if the other retailer was in the case first: %s", (part) => {
    expect(after[part]).toEqual(alone[part])
  })

  // The accessor was already found, so the retailer sees an exposure of its first shipment instead of a walk. It may
  // notice this and nothing else.
  it.each(stories)("does not mention another retailer that was in the case first: %s", (part) => {
    expect(JSON.stringify(after[part])).not.toMatch(
      /maple|guess|31\.4|another-party|\b(30|42)\b (of|ship|ref)|":(30|42)[,}]/i,
    )
  })
})

describe("a party that is in the case by a finding of its own", () => {
  it("sees the parties of its finding and no other party of the case, and no other party sees it", async () => {
    const [leafline, maplebooks, northpost] = breachParties
    if (leafline === undefined || maplebooks === undefined || northpost === undefined) throw new Error("no such party")
    const southpost = { ...northpost, id: "southpost", alias: "Southpost" }
    const world = breachWorld({ parties: [{ ...leafline, discreet: false }, maplebooks, northpost, southpost] })
    const call = caller(world)
    for (let number = 1; number <= 3; number++) await world.disclosures.append(seen(number))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    const inSouthTool = { tool: "observed:southpost", reportedBy: "southpost", carrierIds: ["southpost"] }
    const ofBooks = {
      retailerId: "maplebooks",
      carrierId: "southpost",
      tool: inSouthTool.tool,
      reportedBy: "southpost",
    }
    await world.disclosures.append(seen(4, ofBooks))
    await world.anomalies.raise(
      walkAnomaly({ anomalyId: "anomaly-of-maple-books", retailerId: "maplebooks", ...inSouthTool }),
    )
    await world.settle()
    await makeWatchDuties(world.desk)()
    await world.settle()

    const readBy = async (partyId: string) => {
      const base = `/v1/cases/${partyIn(world, partyId).alias}`
      const texts = [(await call(partyId, "GET", base)).body, (await takeOut(world, call, partyId)).text]
      const received = world.exchange.events.filter(({ detail }) =>
        JSON.stringify(detail).includes(`"audience":"${partyId}"`),
      )
      return JSON.stringify([texts, received])
    }
    for (const partyId of ["leafline", "northpost"]) expect(await readBy(partyId)).not.toMatch(/maple|south/i)
    for (const partyId of ["maplebooks", "southpost"]) expect(await readBy(partyId)).not.toMatch(/leafline|north/i)
    const towards = world
      .rowsOf("duty")
      .flatMap(({ duty }) => (duty.kind === "tellIndividuals" ? [[duty.party, duty.towards]] : []))
    expect(towards).toEqual([
      ["leafline", undefined],
      ["northpost", "leafline"],
      ["maplebooks", undefined],
      ["southpost", "maplebooks"],
    ])
  })
})
