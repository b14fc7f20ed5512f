import { createHash } from "node:crypto"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { actingDesk } from "../acting-desk.ts"
import { type BreachWorld, partyIn, servedWorld } from "../breach-world.ts"
import { crashAtEachEffect } from "../crash-at-each-effect.ts"
import { caller } from "../desk-caller.ts"

const anna = "officer-anna-3f9c"
const content = Buffer.from("CANARY 203.0.113.7 looked up LL-0000001")
const sha256 = createHash("sha256").update(content).digest("hex")
const file = { name: "CANARY Jane Doe.log", contentType: "text/plain", bytes: content.length, sha256 }

const declaredSchema = z.object({
  evidenceId: z.string(),
  upload: z.object({ url: z.string(), headers: z.record(z.string(), z.string()), expiresAt: z.string() }),
})
const pageSchema = z.object({
  evidence: z.array(
    z.looseObject({ evidenceId: z.string(), state: z.string(), link: z.looseObject({ url: z.string() }).optional() }),
  ),
})

const pathIn = (world: BreachWorld, partyId: string) => `/v1/cases/${partyIn(world, partyId).alias}/evidence`

const post = (world: BreachWorld, by = `leafline:${anna}`, key = "file-1") =>
  caller(world, { "idempotency-key": key })(by, "POST", pathIn(world, "leafline"), file)

const list = async (world: BreachWorld, partyId: string) =>
  pageSchema.parse((await caller(world)(partyId, "GET", pathIn(world, partyId))).json).evidence

const copiesOf = (world: BreachWorld, partyId: string) =>
  world
    .rowsOf("timeline")
    .flatMap(({ copies }) => copies.flatMap((copy) => (copy.partyId === partyId ? [copy.entry] : [])))
    .filter(({ type }) => type === "EvidenceAdded")

describe("files of evidence", () => {
  it("are declared, uploaded and read back by the party alone", async () => {
    const world = await servedWorld()
    const { evidenceId, upload } = declaredSchema.parse((await post(world)).json)
    const before = { evidenceId, ...file, at: "2026-11-01T14:10:00.000Z", by: anna }
    expect(await list(world, "leafline")).toEqual([{ ...before, state: "declared" }])
    expect(upload.expiresAt).toBe("2026-11-01T14:25:00.000Z")
    expect(world.evidenceFiles.upload(upload.url, upload.headers, content)).toBe("stored")
    const [stored] = await list(world, "leafline")
    expect(stored).toMatchObject({ ...before, state: "stored", link: { expiresAt: "2026-11-01T14:15:00.000Z" } })
    expect(world.evidenceFiles.at(stored?.link?.url ?? "")).toEqual(content)
  })

  it("leave their hash and who added them in the party's own timeline", async () => {
    const world = await servedWorld()
    const { evidenceId } = declaredSchema.parse((await post(world)).json)
    const { name: _, ...declared } = file
    expect(copiesOf(world, "leafline").map(({ data }) => data)).toEqual([{ evidenceId, ...declared, officer: anna }])
  })

  it("show no other party that there are any, and the hub's record only that there is one", async () => {
    const desk = await actingDesk()
    await desk.expose("maplebooks", 1)
    await post(desk.world)
    for (const partyId of ["northpost", "maplebooks"]) {
      expect(await list(desk.world, partyId)).toEqual([])
      expect(copiesOf(desk.world, partyId)).toEqual([])
    }
    const records = desk.world.rowsOf("timeline").map(({ entry }) => entry)
    const added = records.find(({ type }) => type === "EvidenceAdded")
    expect(Object.keys(added?.data ?? {})).toEqual(["copies"])
    expect((await desk.call("northpost", "GET", pathIn(desk.world, "leafline"))).json["code"]).toBe("unknownCase")
  })

  it("are under a prefix of their party that names nobody, the same for all of its files", async () => {
    const world = await servedWorld()
    const urls = [await post(world), await post(world, "leafline", "file-2")].map(
      ({ json }) => declaredSchema.parse(json).upload.url,
    )
    const prefixes = urls.map((url) => url.split("/").slice(0, 2).join("/"))
    expect(new Set(prefixes).size).toBe(1)
    expect(urls.join()).not.toMatch(/leafline|CANARY|WS-/)
  })

  it("have a name that is at rest nowhere in clear, and no link that is stored", async () => {
    const world = await servedWorld()
    await post(world)
    await post(world)
    await list(world, "leafline")
    const rows = JSON.stringify([world.cases.rows(), world.documents.rows(), world.exchange.events, world.mail.sent])
    for (const word of ["CANARY", "Jane Doe", "memory:", "upload"]) expect(rows).not.toContain(word)
  })

  it("get a new link when the command is repeated, for the same file", async () => {
    const world = await servedWorld()
    const first = declaredSchema.parse((await post(world)).json)
    world.passSeconds(3_600)
    const again = declaredSchema.parse((await post(world)).json)
    expect(again.evidenceId).toBe(first.evidenceId)
    expect(again.upload.expiresAt).toBe("2026-11-01T15:25:00.000Z")
    expect(await list(world, "leafline")).toHaveLength(1)
  })

  it("are declared once, wherever the command crashes", async () => {
    const crashes = await crashAtEachEffect({
      prepare: async () => undefined,
      send: (world) => post(world),
      check: async (world, _, { json }) => {
        const { evidenceId, upload } = declaredSchema.parse(json)
        expect(world.evidenceFiles.upload(upload.url, upload.headers, content)).toBe("stored")
        expect((await list(world, "leafline")).map((one) => [one.evidenceId, one.state])).toEqual([
          [evidenceId, "stored"],
        ])
        expect(copiesOf(world, "leafline")).toHaveLength(1)
      },
    })
    expect(crashes).toBeGreaterThan(8)
  })

  it("of two officers at once are both kept", async () => {
    const world = await servedWorld()
    await Promise.all([post(world), post(world, "leafline:officer-bert-81d2", "file-2")])
    expect(await list(world, "leafline")).toHaveLength(2)
  })

  it("have a name without marks that turn the direction of writing, and that Windows takes", async () => {
    const world = await servedWorld()
    const call = caller(world, { "idempotency-key": "named" })
    await call(`leafline:${anna}`, "POST", pathIn(world, "leafline"), { ...file, name: "con.\u202etxt" })
    expect(await list(world, "leafline")).toMatchObject([{ name: "_con.txt" }])
  })

  it("are refused in a sentence, without a link, if they are not what they were declared as", async () => {
    const world = await servedWorld()
    const call = caller(world, { "idempotency-key": "program" })
    const program = { ...file, name: "report.pdf", contentType: "application/pdf" }
    const { upload } = declaredSchema.parse((await call("leafline", "POST", pathIn(world, "leafline"), program)).json)
    expect(world.evidenceFiles.upload(upload.url, upload.headers, content)).toBe("stored")
    const [refused] = await list(world, "leafline")
    expect(refused).toMatchObject({ state: "refused", detail: expect.stringContaining("declared as a PDF") })
    expect(refused).not.toHaveProperty("link")
  })

  it("of one party and case are at most 100, and 500 MB together, whatever another party adds", async () => {
    const world = await servedWorld()
    const add = async (partyId: string, key: number, bytes: number) =>
      caller(world, { "idempotency-key": `file-${key}` })(partyId, "POST", pathIn(world, partyId), { ...file, bytes })
    for (let key = 0; key < 25; key += 1) expect((await add("leafline", key, 20_000_000)).statusCode).toBe(200)
    const tooMany = await add("leafline", 25, 1)
    expect(tooMany).toMatchObject({ statusCode: 409, json: { code: "tooMuchEvidence" } })
    expect(tooMany.json["detail"]).toContain(
      "100 files of evidence to a case, of 500 MB together. Put several into one ZIP",
    )
    // What was declared before can still be sent.
    expect((await add("leafline", 24, 20_000_000)).statusCode).toBe(200)
    for (let key = 0; key < 100; key += 1) expect((await add("northpost", key, 1)).statusCode).toBe(200)
    expect((await add("northpost", 100, 1)).json["code"]).toBe("tooMuchEvidence")
  })

  it("cannot exceed the limit together by being added at once", async () => {
    const world = await servedWorld()
    const add = (key: number) =>
      caller(world, { "idempotency-key": `file-${key}` })("leafline", "POST", pathIn(world, "leafline"), {
        ...file,
        bytes: 20_000_000,
      })
    for (let key = 0; key < 24; key += 1) await add(key)
    const found = await Promise.all([add(24), add(25)])
    expect(found.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
  })
})
