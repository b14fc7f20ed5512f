import { describe, expect, it } from "@jest/globals"
import { assessAsNoBreach } from "../assess-no-breach.ts"
import { partyIn, soleCase } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"
import { viewWorld } from "./view-world.ts"

const unknown = "x".repeat(43)
const day = 86_400
const typesOf = (entries: readonly { type: string }[]) => entries.map(({ type }) => type.replace("RegulatorView", ""))

describe("a view for a regulator", () => {
  it("shows the party's own side, with its timeline intact (promise: view-shows-no-shipment)", async () => {
    const desk = await viewWorld()
    const { token } = await desk.open("leafline")
    const read = await desk.read(token)
    expect(read?.side.verdict.ok).toBe(true)
    expect(read?.side.partyName).toBe("1234567 Ontario Inc.")
    expect(read?.side.sections.map(({ heading }) => heading)).toContain("Duties")
    expect(read?.side.lines.length).toBeGreaterThan(1)
  })

  it("shows no shipment, no reference and no address (promise: view-shows-no-shipment)", async () => {
    const desk = await viewWorld()
    for (const partyId of ["leafline", "northpost"]) {
      const { token } = await desk.open(partyId)
      // A signature is random, and can look like anything.
      const text = JSON.stringify((await desk.read(token))?.side.sections).replaceAll(/[\w-]{86}/g, "")
      expect(text.length).toBeGreaterThan(1_000)
      expect(text).not.toMatch(/LL-\d|NP0\d|"s1"|203\.0\.113|maple/i)
    }
  })

  it("opens until it ends, to the instant (promise: view-ends)", async () => {
    const desk = await viewWorld()
    const { token, endsAt } = await desk.open("leafline", { days: 1 })
    const left = Date.parse(endsAt) - desk.world.clock().getTime()
    desk.world.passSeconds(left / 1_000 - 1)
    expect(await desk.read(token)).toBeDefined()
    desk.world.passSeconds(1)
    expect(await desk.read(token)).toBeUndefined()
    expect((await desk.list("leafline")).views).toMatchObject([{ state: "ended", hasLink: false }])
  })

  it("opens nothing once it was revoked, and only its party can revoke it, once (promise: view-ends)", async () => {
    const desk = await viewWorld()
    const { token, viewId } = await desk.open("leafline")
    expect((await desk.revoke("northpost", viewId)).json["code"]).toBe("unknownView")
    expect(await desk.read(token)).toBeDefined()
    expect((await desk.revoke("leafline", viewId)).statusCode).toBe(200)
    expect(await desk.read(token)).toBeUndefined()
    expect((await desk.revoke("leafline", viewId)).json["code"]).toBe("viewOver")
    expect(typesOf(desk.entries("leafline"))).toEqual(["Opened", "Read", "Revoked"])
  })

  it("is in its party's timeline alone, with the first reading of each day", async () => {
    const desk = await viewWorld()
    const { token, viewId, endsAt } = await desk.open("leafline")
    for (let times = 0; times < 3; times += 1) await desk.read(token)
    desk.world.passSeconds(day)
    await desk.read(token)
    expect(typesOf(desk.entries("leafline"))).toEqual(["Opened", "Read", "Read"])
    expect(desk.entries("leafline")[0]?.data).toEqual({ viewId, regulator: "OPC", endsAt })
    expect(desk.entries("northpost")).toEqual([])
    await desk.read(unknown)
    expect(desk.entries("leafline")).toHaveLength(3)
  })

  it("keeps only the hash of its token, also in what is stored for a repeat", async () => {
    const desk = await viewWorld()
    const { token } = await desk.open("leafline")
    await desk.read(token)
    const kept = JSON.stringify([desk.world.cases.rows(), desk.world.exchange.events, desk.world.telemetry])
    expect(token).toHaveLength(43)
    expect(kept).not.toContain(token)
  })

  it("answers with its link once, and a repeat opens no second view", async () => {
    const desk = await viewWorld()
    const again = caller(desk.world, { "idempotency-key": "view-1" })
    const answers = [await desk.send("leafline", desk.asked, again), await desk.send("leafline", desk.asked, again)]
    expect(answers.map(({ statusCode, json }) => [statusCode, "link" in json])).toEqual([
      [200, true],
      [200, false],
    ])
    expect((await desk.list("leafline")).views).toHaveLength(1)
  })

  it("is refused for an unknown regulator, an unknown party, too long a time or too many views", async () => {
    const desk = await viewWorld()
    const own = partyIn(desk.world, "leafline").alias
    const codes: unknown[] = []
    for (const wrong of [{ regulator: "Jane Doe" }, { beside: own }, { beside: "WS-0000000000" }, { days: 91 }])
      codes.push((await desk.send("leafline", { ...desk.asked, ...wrong })).json["code"])
    expect(codes).toEqual(["unknownRegulator", "unknownOtherParty", "unknownOtherParty", "invalid"])
    for (let times = 0; times < 20; times += 1) await desk.open("leafline")
    expect((await desk.send("leafline", desk.asked)).json["code"]).toBe("tooManyViews")
    expect((await desk.open("northpost")).token).toHaveLength(43)
  })

  it("can be opened and read when the case is closed", async () => {
    const desk = await viewWorld()
    for (const partyId of ["leafline", "northpost"]) {
      await assessAsNoBreach(desk.world, partyId)
      await desk.call(partyId, "POST", `/v1/cases/${partyIn(desk.world, partyId).alias}/closing`, {
        outcome: "falseAlarm",
      })
    }
    expect(soleCase(desk.world).state).toBe("falseAlarm")
    expect(await desk.read((await desk.open("leafline")).token)).toBeDefined()
  })
})

describe("the list of views", () => {
  it("is as the document of the API says, and names the other parties and what they ask", async () => {
    const desk = await viewWorld()
    await desk.open("leafline", { beside: "northpost" })
    for (const partyId of ["leafline", "northpost"]) {
      expect((await desk.call(partyId, "GET", desk.path(partyId))).statusCode).toBe(200)
    }
    const beside = partyIn(desk.world, "northpost").alias
    expect(await desk.list("leafline")).toMatchObject({
      views: [{ state: "open", regulator: "OPC", hasLink: true, beside }],
      parties: [{ caseAlias: beside, kind: "carrier", alias: "Northpost" }],
      askedBy: [],
    })
    const ofCarrier = await desk.list("northpost")
    expect(ofCarrier).toMatchObject({ views: [], askedBy: [{ beside: partyIn(desk.world, "leafline").alias }] })
    expect(JSON.stringify(ofCarrier)).not.toMatch(/leafline/i)
  })
})

describe("two views next to each other", () => {
  it("show both timelines without a contradiction if both parties agreed", async () => {
    const desk = await viewWorld()
    const one = await desk.open("leafline", { beside: "northpost" })
    const other = await desk.open("northpost", { beside: "leafline" })
    const read = await desk.readComparison(one.token, other.token)
    expect(read?.first.side.caseAlias).toBe(partyIn(desk.world, "leafline").alias)
    expect(read?.second.side.caseAlias).toBe(partyIn(desk.world, "northpost").alias)
    expect(read?.contradictions).toEqual([])
    expect(typesOf(desk.entries("leafline"))).toEqual(["Opened", "Opened", "Read"])
    expect(typesOf(desk.entries("northpost"))).toEqual(["Opened", "Opened", "Read"])
    expect(desk.entries("northpost").at(-1)?.data["beside"]).toBe(true)
  })

  it.each<[string, (desk: Awaited<ReturnType<typeof viewWorld>>) => Promise<readonly [string, string]>]>([
    [
      "the other did not agree",
      async (desk) => [
        (await desk.open("leafline", { beside: "northpost" })).token,
        (await desk.open("northpost")).token,
      ],
    ],
    [
      "they are for different regulators",
      async (desk) => [
        (await desk.open("leafline", { beside: "northpost" })).token,
        (await desk.open("northpost", { beside: "leafline", regulator: "IPC" })).token,
      ],
    ],
    [
      "one was revoked",
      async (desk) => {
        const one = await desk.open("leafline", { beside: "northpost" })
        const other = await desk.open("northpost", { beside: "leafline" })
        await desk.revoke("northpost", other.viewId)
        return [one.token, other.token]
      },
    ],
    [
      "one has ended",
      async (desk) => {
        const one = await desk.open("leafline", { beside: "northpost", days: 1 })
        const other = await desk.open("northpost", { beside: "leafline" })
        desk.world.passSeconds(day)
        return [one.token, other.token]
      },
    ],
    [
      "both are of one party",
      async (desk) => {
        const { token } = await desk.open("leafline", { beside: "northpost" })
        return [token, token]
      },
    ],
  ])("show nothing if %s", async (_, tokensOf) => {
    const desk = await viewWorld()
    const [one, other] = await tokensOf(desk)
    expect(await desk.readComparison(one, other)).toBeUndefined()
    expect(await desk.readComparison(other, one)).toBeUndefined()
    expect(await desk.readComparison(one, unknown)).toBeUndefined()
    expect(typesOf(desk.entries("leafline"))).not.toContain("Read")
  })
})
