import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { reportFieldsAnswer } from "../../../shared/desk/api/report-fields-view.ts"
import { drawingFailures } from "../../../shared/desk/documents/requested-document.ts"
import { aliasIn, type BreachWorld, partyIn, seen, soleCase, walkAnomaly } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"
import { openedDocx, textIn } from "../dossier/opened-docx.ts"
import { takeOut } from "../take-out.ts"
import { servedCase } from "./served-case.ts"

/** A case, and a party's path to the documents of it. */
async function documentsOf(partyId: string) {
  const { world, call } = await servedCase()
  return { world, call, path: `/v1/cases/${partyIn(world, partyId).alias}/documents` }
}

const listed = z.object({
  documents: z.array(
    z.looseObject({
      document: z.string(),
      title: z.string(),
      missing: z.array(z.record(z.string(), z.string())),
      standing: z.string(),
    }),
  ),
})

/** Opens another case of leafline. @returns its path */
async function otherCaseOf(world: BreachWorld) {
  const { caseId } = soleCase(world)
  const at = "2026-10-30T10:00:00.000Z"
  const elsewhere = { subject: "subject#elsewhere", network: "network#elsewhere" }
  await world.disclosures.append(seen(1, { ...elsewhere, at }))
  const anomaly = { anomalyId: "elsewhere", accessorKey: elsewhere.subject, from: at, crossedAt: at }
  await world.anomalies.raise(walkAnomaly({ ...elsewhere, ...anomaly }))
  await world.settle()
  const [other, ...others] = world.heads().filter((row) => row.caseId !== caseId)
  if (other === undefined || others.length > 0) throw new Error("there is no other case")
  return `/v1/cases/${aliasIn(world, other, "leafline")}`
}

describe("a document over the API", () => {
  it("is the party's own side, as JSON and as PDF", async () => {
    const { world, call } = await documentsOf("leafline")
    const { contentType, text } = await takeOut(world, call, "leafline")
    expect(contentType).toBe("application/json")
    expect(JSON.parse(text)).toMatchObject({ format: "wayseal-dossier/1", party: "leafline", language: "en" })
    for (const said of ["1234567 Ontario Inc.", "Privacy officer", "416-555-0143", "Orders Privacy Office"])
      expect(text).toContain(said)
    const { alias } = partyIn(world, "leafline")
    const pdf = await takeOut(world, call, "leafline", { format: "pdf", language: "fr", document: "summary" })
    expect(pdf).toMatchObject({ contentType: "application/pdf", name: `${alias}-summary.pdf` })
    expect(pdf.text.slice(0, 5)).toBe("%PDF-")
  })

  it("is listed before it is drawn, with the facts it waits for and the call that sets each, until none is missing", async () => {
    const { world, call, path } = await documentsOf("northpost")
    const report = async (language = "en") => {
      const { json } = await call("northpost", "GET", `${path}?language=${language}`)
      return listed.parse(json).documents.find(({ document }) => document === "report-ca-privacy-act")
    }
    const facts = path.replace("documents", "facts")
    const before = await report()
    expect(before).toMatchObject({ sendable: false, standing: "Draft: 7 facts are missing", language: "en" })
    expect(before?.title).toMatch(/^Draft – /)
    expect(before?.missing.map(({ setBy }) => setBy)).toEqual([
      "documents.contact of the party in the parties file",
      // One statement answers two items: the parties involved, of whom one is discreet, and their relationships.
      `POST ${facts} with details.relationships`,
      `POST ${facts} with details.relationships`,
      `POST ${facts} with details.safeguards`,
      `POST ${facts} with assessment`,
      `POST ${facts} with details.location`,
      `POST ${facts} with details.informationBanks`,
    ])
    expect((await report("fr"))?.standing).toBe("Projet : 7 faits manquent")
    await call("northpost", "POST", facts, {
      details: { relationships: "Recipients.", safeguards: "Limits.", location: "Ottawa", informationBanks: "None." },
    })
    expect((await report())?.missing.map(({ item }) => item)).toEqual(["contact", "risk"])
    expect(world.documents.rows()).toEqual([])
    expect((await call("northpost", "GET", `${path}?language=de`)).statusCode).toBe(400)
  })

  it("can be the letter to a discreet retailer, by the id of its duty, in each format", async () => {
    const { world, call, path } = await documentsOf("northpost")
    const view = await call("northpost", "GET", path.replace("/documents", ""))
    const owed = z.object({ duties: z.array(z.object({ dutyId: z.string(), kind: z.string() })) }).parse(view.json)
    const dutyId = owed.duties.find(({ kind }) => kind === "tellOtherOrganisation")?.dutyId
    const document = `organisation-${dutyId}`
    const { documents } = listed.parse((await call("northpost", "GET", path)).json)
    expect(documents.find((one) => one.document === document)).toMatchObject({
      kind: "notice",
      addressee: "organisation",
      subtitle: "To: The retailer whose parcels are concerned",
    })
    const markdown = await takeOut(world, call, "northpost", { format: "markdown", document })
    expect(markdown.text).toContain("3 shipments that we share with you were exposed.")
    expect(markdown.text).not.toMatch(/leafline|1234567/i)
    const docx = openedDocx((await takeOut(world, call, "northpost", { format: "docx", document })).content)
    expect(textIn(docx.get("word/document.xml") ?? "")).toContain("What we ask")
    expect((await takeOut(world, call, "northpost", { format: "pdf", document })).text.slice(0, 5)).toBe("%PDF-")
    const notAnId = { format: "pdf", document: "organisation-of-leafline" }
    expect((await call("northpost", "POST", path, notAnId)).statusCode).toBe(400)
  })

  it("can be copied into the regulator's form field by field, in English and in French", async () => {
    const { call, path } = await documentsOf("leafline")
    const fieldsIn = async (query = "") => {
      const { json } = await call("leafline", "GET", `${path.replace("documents", "report-fields")}${query}`)
      return reportFieldsAnswer.parse(json).reports
    }
    const [report, ...others] = await fieldsIn()
    expect(others).toEqual([])
    expect(report).toMatchObject({
      document: "report-ca-on-fippa",
      law: "ca-on-fippa",
      addressee: "Information and Privacy Commissioner of Ontario",
      form: { read: "inPart", detail: expect.stringContaining("read on 26 November 2026 at https://ipc.on.ca/") },
    })
    const prevention = (of = report) => of?.fields.find(({ section, setBy }) => section !== undefined && setBy)
    expect(prevention()).toMatchObject({
      askedIn: "provision",
      standing: "missing",
      setBy: [`POST ${path.replace("documents", "facts")} with assessment`],
    })
    const [french] = await fieldsIn("?language=fr")
    expect(french?.fields[1]).toMatchObject({ field: "What happened?", translation: "Que s’est-il passé?" })
    expect(french?.fields.map(({ standing }) => standing)).toEqual(report?.fields.map(({ standing }) => standing))
    expect(
      (await call("leafline", "GET", `${path.replace("documents", "report-fields")}?language=de`)).statusCode,
    ).toBe(400)
  })

  it("lists what leaves the house, and neither the summary nor the evidence", async () => {
    const { call, path } = await documentsOf("leafline")
    const { documents } = listed.parse((await call("leafline", "GET", path)).json)
    expect(documents.map(({ document }) => document)).toEqual([
      "report-ca-on-fippa",
      "notice-ca-on-fippa-en",
      "notice-ca-on-fippa-fr",
      "register-ca-on-fippa",
    ])
  })

  it("says that it is superseded once the party corrects what it was made from, and not before", async () => {
    const { world, call, path } = await documentsOf("leafline")
    const facts = path.replace("documents", "facts")
    const determinedAt = world.clock().toISOString()
    await call("leafline", "POST", facts, { determinedAt })
    world.passSeconds(60)
    const asked = await call("leafline", "POST", path, { format: "json" })
    const made = async () => (await call("leafline", "GET", `${path}/${asked.json["documentId"]}`)).json["superseded"]
    await call("leafline", "POST", facts, { causes: ["proofNotAsked"] })
    expect(await made()).toBeUndefined()
    expect((await call("leafline", "GET", path)).json).not.toHaveProperty("correctedAt")
    world.passSeconds(60)
    const correctedAt = world.clock().toISOString()
    await call("leafline", "POST", facts, { determinedAt: correctedAt })
    expect(await made()).toBe(true)
    expect((await call("leafline", "GET", path)).json).toMatchObject({ correctedAt })
  })

  it("is a copy to edit, for a word processor and for e-mail", async () => {
    const { world, call } = await documentsOf("leafline")
    const { alias } = partyIn(world, "leafline")
    const document = "notice-ca-on-fippa-fr"
    const docx = await takeOut(world, call, "leafline", { format: "docx", document })
    expect(docx).toMatchObject({
      contentType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      name: `${alias}-${document}.docx`,
    })
    expect(textIn(openedDocx(docx.content).get("word/document.xml") ?? "")).toContain("Ce qui s’est passé")
    const markdown = await takeOut(world, call, "leafline", { format: "markdown", document })
    expect(markdown).toMatchObject({
      contentType: "text/markdown; charset=UTF-8; variant=GFM",
      name: `${alias}-${document}.md`,
    })
    expect(markdown.text).toContain("\n\n## Ce qui s’est passé\n\n")
    const whole = await takeOut(world, call, "leafline", { format: "markdown" })
    expect(whole.name).toBe(`${alias}-dossier.md`)
    expect(whole.text).toContain("# Breach dossier")
  })

  it("is accepted at once, and has a link for five minutes when it was drawn", async () => {
    const { world, call, path } = await documentsOf("leafline")
    const asked = await call("leafline", "POST", path, { format: "json" })
    expect(asked.statusCode).toBe(202)
    const documentUrl = `${path}/${asked.json["documentId"]}`
    expect(asked.json).toEqual({ documentId: expect.any(String), state: "waiting", documentUrl })
    const { json } = await call("leafline", "GET", documentUrl)
    const at = world.clock().getTime()
    expect(json).toMatchObject({
      state: "ready",
      format: "json",
      language: "en",
      endsAt: new Date(at + 86_400_000).toISOString(),
      link: {
        url: expect.stringMatching(/^memory:WS-[A-Z0-9]{10}\/[A-Za-z0-9_-]{22}\?seconds=300$/),
        expiresAt: new Date(at + 300_000).toISOString(),
      },
    })
  })

  it("tells its progress, and what to do when it failed", async () => {
    const { world, path } = await documentsOf("leafline")
    const settle = world.settle
    world.settle = async () => {}
    const call = caller(world)
    const { json } = await call("leafline", "POST", path, { format: "pdf", document: "report-eu-gdpr" })
    const documentId = String(json["documentId"])
    const read = async () => (await call("leafline", "GET", `${path}/${documentId}`)).json
    const retryAfter = async () => (await call("leafline", "GET", `${path}/${documentId}`)).headers["retry-after"]
    expect([await read(), await retryAfter()]).toMatchObject([{ state: "waiting" }, "2"])
    await world.documents.begin(documentId)
    for (const [step, part] of [
      ["reading", 1],
      ["drawing", 2],
      ["storing", 3],
    ] as const) {
      await world.documents.note(documentId, step)
      expect(await read()).toMatchObject({ state: "drawing", progress: { part, of: 3 } })
    }
    expect(await retryAfter()).toBe("2")
    await settle()
    const failure = { code: "noSuchDocument", detail: drawingFailures.noSuchDocument }
    expect(await read()).toMatchObject({ state: "failed", failure })
    expect(await read()).not.toHaveProperty("link")
  })

  it.each(["report-zz-jane-doe", "report-eu-gdpr-jane-doe", "public-notice-zz-jane-doe-en"])(
    "is refused under a law or a stage that nobody knows, so that no words of an officer rest in it: %s",
    async (document) => {
      const { world, call, path } = await documentsOf("leafline")
      const refused = await call("leafline", "POST", path, { format: "pdf", document })
      expect(refused).toMatchObject({ statusCode: 404, json: { detail: drawingFailures.noSuchDocument } })
      expect(JSON.stringify([refused.json, world.documents.rows()])).not.toContain("jane")
    },
  )

  it("is asked for once under one idempotency key", async () => {
    const { world, path } = await documentsOf("leafline")
    const ask = (key: string, body: object) => caller(world, { "idempotency-key": key })("leafline", "POST", path, body)
    const first = await ask("key-1", { format: "json" })
    expect(await ask("key-1", { format: "json" })).toMatchObject({ statusCode: 202, json: first.json })
    expect((await ask("key-1", { format: "pdf" })).json).toMatchObject({ code: "idempotencyKeyReused" })
    expect((await ask("key-2", { format: "json" })).json).not.toEqual(first.json)
    expect(world.documents.rows()).toHaveLength(2)
    // The answer was lost before it was stored.
    const commands = world.rowsOf("command").filter(({ answer }) => answer !== undefined)
    for (const { answer: _, ...command } of commands) await world.cases.storeCommand(command)
    expect((await ask("key-1", { format: "json" })).json).toEqual(first.json)
    expect(world.documents.rows()).toHaveLength(2)
  })

  it("is not found by another party, in another case and after 24 hours", async () => {
    const { world, call, path } = await documentsOf("leafline")
    const { json } = await call("leafline", "POST", path, { format: "json" })
    const documentId = String(json["documentId"])
    const others = `/v1/cases/${partyIn(world, "northpost").alias}/documents/${documentId}`
    const unknown = await call("northpost", "GET", others.replace(documentId, "unknown"))
    const answers = [await call("northpost", "GET", others), await call("leafline", "GET", `${path}/unknown`)]
    for (const { statusCode, body } of answers) expect([statusCode, body]).toEqual([404, unknown.body])
    expect((await call("northpost", "GET", `${path}/${documentId}`)).json).toMatchObject({ code: "unknownCase" })
    const inOtherCase = await call("leafline", "GET", `${await otherCaseOf(world)}/documents/${documentId}`)
    expect([inOtherCase.statusCode, inOtherCase.body]).toEqual([404, unknown.body])
    world.passSeconds(86_390)
    const late = await call("leafline", "GET", `${path}/${documentId}`)
    expect(late.json["link"]).toMatchObject({ url: expect.stringContaining("?seconds=10") })
    world.passSeconds(10)
    const ended = await call("leafline", "GET", `${path}/${documentId}`)
    expect([ended.statusCode, ended.body]).toEqual([404, unknown.body])
  })

  it("holds no reference of a shipment, and neither does its name", async () => {
    const { world, call } = await documentsOf("leafline")
    for (const partyId of ["leafline", "northpost"])
      for (const format of ["json", "docx", "markdown"]) {
        const { key, name, text, content } = await takeOut(world, call, partyId, { format })
        const parts = format === "docx" ? [...openedDocx(content).values()] : [text]
        for (const part of parts) expect(`${key} ${name} ${part}`).not.toMatch(/LL-0000001|NP000001CA|\bs1\b/)
      }
    const stored = JSON.stringify([world.documents.rows(), world.files.files().map(({ key }) => key)])
    expect(stored).not.toMatch(/LL-|NP0|CASE#/)
    for (const { caseId } of world.heads()) expect(stored).not.toContain(caseId)
  })

  it("is refused for an unknown language, format or document", async () => {
    const { world, call, path } = await documentsOf("leafline")
    for (const wish of [
      {},
      { format: "csv" },
      { format: "json", language: "xx" },
      { format: "json", document: "summary" },
      { format: "pdf", document: "ll-7310000" },
      { format: "docx", document: "ll-7310000" },
    ])
      expect((await call("leafline", "POST", path, wish)).statusCode).toBe(400)
    expect(world.documents.rows()).toEqual([])
  })
})

describe("the dossier of a case", () => {
  it("names an IPv6 prefix like a network, under another name for each party", async () => {
    const { world, call } = await servedCase()
    const accessorKey = "prefix#site-of-walker"
    await world.anomalies.raise(walkAnomaly({ anomalyId: "anomaly-of-prefix", accessorKey, subject: undefined }))
    await world.settle()
    const listed = async (partyId: string, language: string) => {
      const { text } = await takeOut(world, call, partyId, { format: "json", language })
      return { text, name: /"(?:IPv6 prefix|Préfixe IPv6)","([^"]+)"/.exec(text)?.[1] }
    }
    const own = await listed("leafline", "en")
    const others = await listed("northpost", "fr")
    expect(own.text).toContain("1 visitor or account and 1 IPv6 prefix.")
    expect(others.text).toContain("1 visiteur ou compte et 1 préfixe IPv6.")
    expect(own.name).toMatch(/^\S{20,}$/)
    expect(others.name).toMatch(/^\S{20,}$/)
    expect(own.name).not.toBe(others.name)
    expect(own.text).not.toContain("site-of-walker")
  })

  it("gives a stated cause to the party that stated it alone, and says that it is unknown before", async () => {
    const { world, call } = await servedCase()
    const base = `/v1/cases/${partyIn(world, "northpost").alias}`
    const unknown = "The cause was not known when this document was prepared."
    const asked = "Records could be seen without proof of who was looking."
    const cause = "Search by reference had been public since the tool was built."
    expect((await takeOut(world, call, "northpost")).text).toContain(unknown)
    expect((await call("northpost", "POST", `${base}/facts`, { causes: ["carelessness"] })).statusCode).toBe(400)
    expect((await call("northpost", "POST", `${base}/facts`, { causes: ["proofNotAsked"], cause })).statusCode).toBe(
      200,
    )
    expect((await call("northpost", "GET", base)).json).toMatchObject({ causes: ["proofNotAsked"], cause })
    const own = (await takeOut(world, call, "northpost")).text
    expect([own.includes(asked), own.includes(cause), own.includes(unknown)]).toEqual([true, true, false])
    const others = (await takeOut(world, call, "leafline")).text
    expect([others.includes(asked), others.includes(cause), others.includes(unknown)]).toEqual([false, false, true])
    expect(JSON.stringify(world.rowsOf("timeline"))).not.toContain(cause)
  })
})
