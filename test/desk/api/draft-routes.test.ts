import { describe, expect, it } from "@jest/globals"
import { type BreachWorld, partyIn, servedWorld } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"

const [anna, bert] = ["leafline:officer-anna-3f9c", "leafline:officer-bert-81d2"]
const canary = "CANARY the parcel of Jane Doe, 12 Elm Street"
const question = { form: "assessment", law: "ca-pipeda", test: "realRiskOfSignificantHarm" }

const pathIn = (world: BreachWorld, partyId: string) => `/v1/cases/${partyIn(world, partyId).alias}/drafts`

const partyOf = (who: string) => who.split(":")[0] ?? ""

const keep = (world: BreachWorld, content: string | null, who = anna, form: object = { form: "note" }) =>
  caller(world)(who, "POST", pathIn(world, partyOf(who)), { ...form, content })

const read = async (world: BreachWorld, who = anna) =>
  (await caller(world)(who, "GET", pathIn(world, partyOf(who)))).json["drafts"]

describe("the drafts of a person", () => {
  it("are read back as they were typed last, one for each form of the case", async () => {
    const world = await servedWorld()
    await keep(world, "Called the")
    world.passSeconds(30)
    expect(await keep(world, canary)).toMatchObject({ statusCode: 200, json: { at: "2026-11-01T14:10:30.000Z" } })
    await keep(world, "A reason", anna, question)
    expect(await read(world)).toEqual([
      { ...question, at: "2026-11-01T14:10:30.000Z", content: "A reason" },
      { form: "note", at: "2026-11-01T14:10:30.000Z", content: canary },
    ])
  })

  it("are shown to no colleague, no program of the party and no other party", async () => {
    const world = await servedWorld()
    await keep(world, canary)
    await keep(world, "Bert's", bert)
    for (const who of ["leafline", "northpost", "northpost:officer-anna-3f9c"])
      expect(await read(world, who)).toEqual([])
    expect(await read(world, bert)).toMatchObject([{ content: "Bert's" }])
  })

  it("are not kept for a person who signed in after they were typed", async () => {
    const world = await servedWorld()
    const typedBy = (userId: string) => keep(world, canary, bert, { form: "note", userId })
    expect((await typedBy("officer-anna-3f9c")).statusCode).toBe(403)
    expect(await read(world, bert)).toEqual([])
    expect((await typedBy("officer-bert-81d2")).statusCode).toBe(200)
  })

  it("end when they are sent or discarded, and 30 days after they were typed", async () => {
    const world = await servedWorld()
    await keep(world, canary)
    await keep(world, "A reason", anna, question)
    await keep(world, null)
    expect(await read(world)).toMatchObject([question])
    const sealed = world.rowsOf("draft").map(({ form, sealedContent }) => [form, sealedContent !== undefined])
    expect(sealed.sort()).toEqual([
      ["assessment", true],
      ["note", false],
    ])
    world.passSeconds(30 * 86_400)
    expect(await read(world)).toEqual([])
    for (const { expiresAt } of world.rowsOf("draft")) expect(expiresAt * 1_000).toBeLessThanOrEqual(+world.clock())
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

  it("are refused if they are too long, or of no form, without a word of them", async () => {
    const world = await servedWorld()
    const refused = [
      await keep(world, canary.repeat(400)),
      await keep(world, ""),
      await keep(world, canary, anna, { form: "closing" }),
    ]
    for (const { statusCode, body } of refused) expect([statusCode, body.includes("CANARY")]).toEqual([400, false])
    expect(await read(world)).toEqual([])
  })
})
