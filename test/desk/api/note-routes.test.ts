import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { canonicalJson } from "../../../shared/base/platform/canonical-json.ts"
import { dossierOf, regulatorSideOf } from "../../../shared/desk/documents/dossier-of-case.ts"
import { sha256 } from "../../../shared/desk/timeline.ts"
import { actingDesk, everybody } from "../acting-desk.ts"
import { assessAsNoBreach } from "../assess-no-breach.ts"
import {
  aliasIn,
  type BreachWorld,
  breachWorld,
  partyIn,
  seen,
  servedWorld,
  soleCase,
  walkAnomaly,
} from "../breach-world.ts"
import { crashAtEachEffect } from "../crash-at-each-effect.ts"
import { deskActions } from "../desk-actions.ts"
import { caller } from "../desk-caller.ts"

const anna = "officer-anna-3f9c"
const bert = "officer-bert-81d2"
const canary = "CANARY the parcel of Jane Doe, 12 Elm Street"

const page = z.object({
  notes: z.array(
    z.object({ noteId: z.string(), at: z.string(), text: z.string(), salt: z.string(), hash: z.string() }),
  ),
  next: z.string().optional(),
})

const pathIn = (world: BreachWorld, partyId: string) => `/v1/cases/${partyIn(world, partyId).alias}/notes`

const write = (world: BreachWorld, text: string, by = `leafline:${anna}`, headers = {}) =>
  caller(world, headers)(by, "POST", pathIn(world, by.split(":")[0] ?? ""), { text })

const read = async (world: BreachWorld, partyId: string, query = "") =>
  page.parse((await caller(world)(partyId, "GET", `${pathIn(world, partyId)}${query}`)).json)

const copiesOf = (world: BreachWorld, partyId: string) =>
  world
    .rowsOf("timeline")
    .flatMap(({ copies }) => copies.flatMap((copy) => (copy.partyId === partyId ? [copy.entry] : [])))
    .filter(({ type }) => type === "NoteWritten")

describe("private notes", () => {
  it("are read back by the party that wrote them, with who and when", async () => {
    const world = await servedWorld()
    const { json } = await write(world, canary)
    world.passSeconds(60)
    await write(world, "A program's note.", "leafline")
    const answer = await caller(world)("leafline", "GET", pathIn(world, "leafline"))
    expect(answer.json["notes"]).toEqual([
      { noteId: json["noteId"], at: "2026-11-01T14:10:00.000Z", by: anna, text: canary, ...proof },
      { noteId: expect.any(String), at: "2026-11-01T14:11:00.000Z", text: "A program's note.", ...proof },
    ])
  })

  const proof = { salt: expect.any(String), hash: expect.any(String) }

  it("leave a salted hash and their author in the party's own timeline, and nothing of the text", async () => {
    const world = await servedWorld()
    await write(world, canary)
    world.passSeconds(1)
    await write(world, canary)
    const { notes } = await read(world, "leafline")
    const noted = copiesOf(world, "leafline").map(({ data }) => data)
    expect(noted).toEqual(notes.map(({ noteId, hash }) => ({ noteId, hash, officer: anna })))
    for (const { salt, text, hash } of notes) expect(sha256(canonicalJson({ salt, text }))).toBe(hash)
    expect(new Set(notes.map(({ hash }) => hash)).size).toBe(2)
  })

  it("are at rest nowhere in clear, and in no event, mail or log (promise: notes-and-people-are-private)", async () => {
    const world = await servedWorld()
    await write(world, canary, `leafline:${anna}`, { "idempotency-key": "note-1" })
    await write(world, canary, `leafline:${anna}`, { "idempotency-key": "note-1" })
    const everywhere = JSON.stringify([
      world.cases.rows(),
      world.documents.rows(),
      world.exchange.events,
      world.mail.sent,
      world.telemetry,
    ])
    for (const word of ["CANARY", "Jane Doe", Buffer.from(canary).toString("base64url").slice(0, 20)])
      expect(everywhere).not.toContain(word)
    expect((await read(world, "leafline")).notes).toHaveLength(1)
  })

  it("show no other party that there are any (promise: notes-and-people-are-private)", async () => {
    const desk = await actingDesk()
    await desk.expose("maplebooks", 1)
    await write(desk.world, canary)
    for (const partyId of ["northpost", "maplebooks"]) {
      expect((await read(desk.world, partyId)).notes).toEqual([])
      expect(copiesOf(desk.world, partyId)).toEqual([])
    }
    const record = desk.world.rowsOf("timeline").find(({ entry }) => entry.type === "NoteWritten")
    expect(Object.keys(record?.entry.data ?? {})).toEqual(["copies"])
    const path = pathIn(desk.world, "leafline")
    expect((await desk.call("northpost", "GET", path)).json["code"]).toBe("unknownCase")
  })

  it("that are privileged reach no answer but their party's list, no document, package, view or other party", async () => {
    const desk = await actingDesk()
    const { world, call, pathOf } = desk
    const { statusCode } = await desk.post("leafline", "/notes", { text: canary, privileged: true })
    expect(statusCode).toBe(200)
    const { json } = await call("leafline", "GET", `${pathOf("leafline")}/notes`)
    expect(json["notes"]).toMatchObject([{ text: canary, privileged: true }])
    const known = { dutyId: "none", restrictionId: "none", shipmentId: "s1", documentId: "none" }
    const answers: string[] = []
    for (const partyId of everybody.filter((one) => one !== "maplebooks")) {
      const actions = Object.entries(deskActions({ caseAlias: aliasIn(world, soleCase(world), partyId), ...known }))
      const reads = actions.filter(([route]) => route.startsWith("GET ") && !route.endsWith("/notes"))
      for (const { path } of reads.flatMap(([, each]) => each)) answers.push((await call(partyId, "GET", path)).body)
      const party = world.directory.named(partyId)
      if (party === undefined) throw new Error("no such party")
      const participant = { current: soleCase(world), own: partyIn(world, partyId) }
      answers.push(JSON.stringify(await dossierOf(world.desk, party, participant, { language: "en" })))
      answers.push(JSON.stringify(await regulatorSideOf(world.desk, party, participant, "fr")))
    }
    expect(answers.filter((one) => one.includes("NoteWritten")).length).toBeGreaterThan(2)
    expect(answers.length).toBeGreaterThan(30)
    expect(answers.filter((one) => /CANARY|Jane Doe|privileged/i.test(one))).toEqual([])
    expect(JSON.stringify([world.cases.rows(), world.exchange.events, world.mail.sent])).not.toMatch(
      /CANARY|privileged/,
    )
  })

  it("can be written in a case that is closed", async () => {
    const world = await servedWorld()
    for (const partyId of ["leafline", "northpost"]) {
      await assessAsNoBreach(world, partyId)
      await caller(world)(partyId, "POST", pathIn(world, partyId).replace("notes", "closing"), {
        outcome: "falseAlarm",
      })
    }
    expect(world.heads().map(({ state }) => state)).toEqual(["falseAlarm"])
    expect((await write(world, canary)).statusCode).toBe(200)
    expect((await read(world, "leafline")).notes).toHaveLength(1)
  })

  it.each([[""], ["a".repeat(4_001)], [7], [undefined]])("are refused if they are no text: %#", async (text) => {
    const world = await servedWorld()
    const answer = await caller(world)("leafline", "POST", pathIn(world, "leafline"), { text })
    expect(answer.statusCode).toBe(400)
    expect((await write(world, "ß".repeat(4_000))).statusCode).toBe(200)
  })

  it("come in pages, whose cursor is of use to nobody else and in no other list", async () => {
    const world = await servedWorld()
    for (let number = 1; number <= 5; number += 1) {
      await write(world, `note ${number}`)
      world.passSeconds(1)
    }
    const first = await read(world, "leafline", "?limit=2")
    const second = await read(world, "leafline", `?limit=2&after=${first.next}`)
    const third = await read(world, "leafline", `?limit=2&after=${second.next}`)
    const texts = [first, second, third].flatMap(({ notes }) => notes.map(({ text }) => text))
    expect(texts).toEqual([1, 2, 3, 4, 5].map((number) => `note ${number}`))
    expect(third.next).toBeUndefined()
    const foreign = await caller(world)("northpost", "GET", `${pathIn(world, "northpost")}?after=${first.next}`)
    expect(foreign.statusCode).toBe(400)
    const timeline = pathIn(world, "leafline").replace("notes", "timeline")
    expect((await caller(world)("leafline", "GET", `${timeline}?after=${first.next}`)).statusCode).toBe(400)
  })

  it("are written once, wherever the command crashes", async () => {
    const crashes = await crashAtEachEffect({
      prepare: async () => undefined,
      send: (world) => write(world, canary, `leafline:${anna}`, { "idempotency-key": "note-1" }),
      check: async (world, _, { json }) => {
        const { notes } = await read(world, "leafline")
        expect(notes.map(({ noteId, text }) => [noteId, text])).toEqual([[json["noteId"], canary]])
        expect(copiesOf(world, "leafline")).toHaveLength(1)
      },
    })
    expect(crashes).toBeGreaterThan(8)
  })

  it("of two officers at once are both kept", async () => {
    const world = await servedWorld()
    await Promise.all([write(world, "Anna's"), write(world, "Bert's", `leafline:${bert}`)])
    expect((await read(world, "leafline")).notes.map(({ text }) => text).sort()).toEqual(["Anna's", "Bert's"])
    expect(new Set(copiesOf(world, "leafline").map(({ data }) => data["officer"]))).toEqual(new Set([anna, bert]))
  })

  it("and drafts of a case that was merged into another are among those of that one", async () => {
    const world = breachWorld()
    const cafe = { network: "network#cafe", subject: "subject#cookie-at-cafe" }
    for (let number = 1; number <= 4; number++)
      await world.disclosures.append(seen(number, { subject: "subject#cookie-at-home" }))
    for (let number = 4; number <= 9; number++)
      await world.disclosures.append(seen(number, { ...cafe, accessId: `cafe-${number}` }))
    const home = { accessorKey: "network#home-of-walker", subject: undefined, anomalyId: "anomaly-home" }
    await world.anomalies.raise(walkAnomaly(home))
    await world.settle()
    world.passSeconds(5)
    const ofCafe = { accessorKey: cafe.network, network: cafe.network, subject: undefined, anomalyId: "anomaly-cafe" }
    await world.anomalies.raise(walkAnomaly({ ...ofCafe, retailerId: "maplebooks" }))
    await world.settle()
    const aliases = world.heads().map((row) => aliasIn(world, row, "northpost"))
    for (const [place, alias] of aliases.entries())
      for (const [part, body] of [
        ["notes", { text: `in case ${place}` }],
        ["drafts", { form: "note", content: `in case ${place}` }],
      ] as const) {
        world.passSeconds(1)
        await caller(world)("northpost", "POST", `/v1/cases/${alias}/${part}`, body)
      }
    await world.anomalies.raise(
      walkAnomaly({ anomalyId: "anomaly-bridge", network: cafe.network, accessorKey: "subject#walker-of-2018" }),
    )
    await world.anomalies.raise(walkAnomaly({ anomalyId: "bridge-2" }))
    await world.settle()
    expect(world.heads().map(({ state }) => state)).toContain("merged")
    for (const alias of aliases) {
      const { json } = await caller(world)("northpost", "GET", `/v1/cases/${alias}/notes`)
      const texts = page.parse(json).notes.map(({ text }) => text)
      expect(texts.sort()).toEqual(["in case 0", "in case 1"])
      const drafts = await caller(world)("northpost", "GET", `/v1/cases/${alias}/drafts`)
      expect(drafts.json["drafts"]).toMatchObject([{ content: "in case 1" }])
    }
  })
})
