import { describe, expect, it } from "@jest/globals"
import { type BreachWorld, partyIn, servedWorld } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"

const [anna, bert] = ["leafline:officer-anna-3f9c", "leafline:officer-bert-81d2"]
const canary = "CANARY the parcel of Jane Doe, 12 Elm Street"
const question = { form: "assessment ca-pipeda realRiskOfSignificantHarm" }

const pathIn = (world: BreachWorld, partyId: string) => `/v1/cases/${partyIn(world, partyId).alias}/drafts`

const partyOf = (who: string) => who.split(":")[0] ?? ""

type Kept = { readonly form?: string; readonly userId?: string; readonly after?: unknown }

const keep = (world: BreachWorld, content: string | null, who = anna, body: Kept = {}) =>
  caller(world)(who, "POST", pathIn(world, partyOf(who)), { form: "note", ...body, content })

const read = async (world: BreachWorld, who = anna) =>
  (await caller(world)(who, "GET", pathIn(world, partyOf(who)))).json["drafts"]

describe("the drafts of a person", () => {
  it("are read back as they were typed last, one for each form of the case", async () => {
    const world = await servedWorld()
    const { json } = await keep(world, "Called the")
    world.passSeconds(30)
    const [at, until] = ["2026-11-01T14:10:30.000Z", "2026-11-15T14:10:30.000Z"]
    expect(await keep(world, canary, anna, { after: json["at"] })).toMatchObject({
      statusCode: 200,
      json: { at, until },
    })
    await keep(world, "A reason", anna, question)
    expect(await read(world)).toEqual([
      { ...question, at, until, content: "A reason" },
      { form: "note", at, until, content: canary },
    ])
  })

  it("are replaced and discarded only by who has read them", async () => {
    const world = await servedWorld()
    const first = (await keep(world, "On the first machine")).json["at"]
    world.passSeconds(30)
    const second = (await keep(world, "On the second machine", anna, { after: first })).json["at"]
    for (const [content, after] of [
      ["Typed on", first],
      [null, first],
      ["Begun anew", undefined],
    ] as const) {
      const refused = await keep(world, content, anna, { after })
      expect(refused).toMatchObject({ statusCode: 409, json: { code: "draftChanged" } })
    }
    // A repeat of what is kept is no other draft.
    expect(await keep(world, "On the second machine", anna, { after: first })).toMatchObject({ json: { at: second } })
    expect(await read(world)).toMatchObject([{ at: second, content: "On the second machine" }])
    expect((await keep(world, null, anna, { after: second })).statusCode).toBe(200)
    expect(await read(world)).toEqual([])
  })

  it("are 50 of one person in one case at most, each of which can be typed on", async () => {
    const world = await servedWorld()
    const at: unknown[] = []
    for (let nth = 0; nth < 50; nth += 1) at.push((await keep(world, "x", anna, { form: `fact ${nth}` })).json["at"])
    expect(await keep(world, "x", anna, { form: "fact 50" })).toMatchObject({ json: { code: "tooManyDrafts" } })
    expect((await keep(world, "y", anna, { form: "fact 3", after: at[3] })).statusCode).toBe(200)
    expect((await keep(world, "x", bert)).statusCode).toBe(200)
    expect(await read(world)).toHaveLength(50)
  })

  it("are shown to no colleague, no program of the party and no other party", async () => {
    const world = await servedWorld()
    await keep(world, canary)
    await keep(world, "Bert's", bert)
    for (const who of ["leafline", "northpost", "northpost:officer-anna-3f9c"])
      expect(await read(world, who)).toEqual([])
    expect(await read(world, bert)).toMatchObject([{ content: "Bert's" }])
  })

  it("are kept outside of all cases too, apart from those of each case", async () => {
    const world = await servedWorld()
    await keep(world, "In the case", anna, { form: "report" })
    const ask = caller(world)
    const { json } = await ask(anna, "POST", "/v1/drafts", { form: "report", content: canary })
    expect(await read(world)).toMatchObject([{ content: "In the case" }])
    const of = async (who: string) => (await ask(who, "GET", "/v1/drafts")).json["drafts"]
    expect(await of(anna)).toMatchObject([{ form: "report", at: json["at"], content: canary }])
    for (const who of [bert, "leafline", "northpost:officer-anna-3f9c"]) expect(await of(who)).toEqual([])
    await ask(anna, "POST", "/v1/drafts", { form: "report", content: null, after: json["at"] })
    expect([await of(anna), await read(world)]).toMatchObject([[], [{ content: "In the case" }]])
  })

  it("are not kept for a person who signed in after they were typed", async () => {
    const world = await servedWorld()
    const typedBy = (userId: string) => keep(world, canary, bert, { userId })
    expect((await typedBy("officer-anna-3f9c")).statusCode).toBe(403)
    expect(await read(world, bert)).toEqual([])
    expect((await typedBy("officer-bert-81d2")).statusCode).toBe(200)
  })

  it("end when they are sent or discarded, and 14 days after they were typed", async () => {
    const world = await servedWorld()
    const { json } = await keep(world, canary)
    await keep(world, "A reason", anna, question)
    await keep(world, null, anna, { after: json["at"] })
    expect(world.rowsOf("draft")).toMatchObject([question])
    world.passSeconds(14 * 86_400 - 1)
    expect(await read(world)).toMatchObject([question])
    world.passSeconds(1)
    expect(await read(world)).toEqual([])
    // DynamoDB removes the row then. Until it does, it stands in nobody's way.
    for (const { expiresAt } of world.rowsOf("draft")) expect(expiresAt * 1_000).toBeLessThanOrEqual(+world.clock())
    expect((await keep(world, "Anew", anna, question)).statusCode).toBe(200)
    expect(await read(world)).toMatchObject([{ content: "Anew" }])
  })

  it("are at rest nowhere in clear, and change nothing of the case", async () => {
    const world = await servedWorld()
    const casePath = pathIn(world, "leafline").replace("/drafts", "")
    const view = async () => (await caller(world)(anna, "GET", casePath)).headers["etag"]
    const before = await view()
    const rows = world.cases.rows().length
    await keep(world, canary)
    await keep(world, canary, anna, question)
    expect(await view()).toBe(before)
    expect(world.cases.rows()).toHaveLength(rows + 2)
    const everywhere = JSON.stringify([world.cases.rows(), world.exchange.events, world.mail.sent, world.telemetry])
    for (const word of ["CANARY", "Jane Doe", Buffer.from(canary).toString("base64url").slice(0, 20)])
      expect(everywhere).not.toContain(word)
  })

  it("are in no timeline, dossier or other part of an evidence package, also not for their writer", async () => {
    const world = await servedWorld()
    const ask = caller(world)
    const casePath = pathIn(world, "leafline").replace("/drafts", "")
    await keep(world, canary, anna, { form: "fact causes" })
    await ask(anna, "POST", `${casePath}/documents`, { format: "json", language: "en" })
    const dossiers = world.files.files().map(({ content }) => Buffer.from(content).toString())
    const parts = ["", "/timeline", "/exposures", "/evidence", "/notes", "/report-fields"]
    const answers = await Promise.all(parts.map((part) => ask(anna, "GET", `${casePath}${part}`)))
    const texts = [...dossiers, ...answers.map(({ body }) => body)]
    expect(texts.map((text) => text.length > 10)).toEqual(["dossier", ...parts].map(() => true))
    for (const word of ["CANARY", "fact causes"]) expect(texts.join("")).not.toContain(word)
  })

  it("are refused if they are too long, or of no form, without a word of them", async () => {
    const world = await servedWorld()
    const refused = [
      await keep(world, canary.repeat(1_000)),
      await keep(world, ""),
      await keep(world, "x", anna, { form: canary }),
      await keep(world, "x", anna, { form: "x".repeat(101) }),
    ]
    for (const { statusCode, body } of refused) expect([statusCode, body.includes("CANARY")]).toEqual([400, false])
    expect(await read(world)).toEqual([])
  })
})
