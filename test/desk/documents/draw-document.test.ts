import { describe, expect, it } from "@jest/globals"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { drawingAttempts, makeDrawDocument } from "../../../shared/desk/documents/draw-document.ts"
import {
  documentWishSchema,
  type RequestedDocument,
  storedWish,
  wishOf,
} from "../../../shared/desk/documents/requested-document.ts"
import { dossierSchema } from "../../../shared/desk/dossier/document.ts"
import { throttled } from "../../doubles/stream-surroundings.ts"
import { type BreachWorld, breachWorld, partyIn, seen, walkAnomaly } from "../breach-world.ts"
import { aDocument } from "./requested-documents.contract.ts"

/** A case, and a document that a party of it asked for. `fails` is called at each effect and can throw there. */
async function asked(changes: Partial<RequestedDocument> = {}) {
  const effects: string[] = []
  const faults = { at: async (_point: string): Promise<void> => {} }
  const world = breachWorld({
    interrupt: async (point) => {
      effects.push(point)
      await faults.at(point)
    },
  })
  for (let number = 1; number <= 3; number++) await world.disclosures.append(seen(number))
  await world.anomalies.raise(walkAnomaly())
  await world.settle()
  const { alias: caseAlias } = partyIn(world, "leafline")
  const times = { requestedAt: world.clock().toISOString(), expiresAt: world.clock().getTime() / 1000 + 86_400 }
  const wish = { format: "json", language: "en" } as const
  const document = aDocument("document-1", { caseAlias, wish, ...times, ...changes })
  await world.documents.request(document)
  world.pending.splice(0)
  effects.splice(0)
  return { world, document, effects, faults }
}

/** Draws as the stream does, with a renderer of choice, and counts metrics. */
function drawer(world: BreachWorld, renderPdf: () => Promise<Uint8Array> = async () => Buffer.from("a PDF")) {
  const counted: string[] = []
  const telemetry = { ...silentTelemetry, count: (metric: string) => void counted.push(metric) }
  const { documents, files } = world
  const renderings = { pdf: renderPdf, docx: renderPdf, markdown: renderPdf }
  return { counted, draw: makeDrawDocument({ ...world.desk, documents, files, renderings, telemetry }) }
}

const pdf = { format: "pdf", language: "en" } as const

describe("drawing a document", () => {
  it("writes the party's dossier to a file, and then the document is ready", async () => {
    const { world, document } = await asked()
    expect(await drawer(world).draw(document, 1)).toBe("drawn")
    expect(await world.documents.get("document-1")).toMatchObject({ state: "ready", attempts: 1 })
    const [file, ...others] = world.files.files()
    expect(others).toEqual([])
    expect(file).toMatchObject({
      key: `${document.caseAlias}/document-1`,
      contentType: "application/json",
      name: `${document.caseAlias}-dossier.json`,
    })
    const dossier = dossierSchema.parse(JSON.parse(Buffer.from(file?.content ?? []).toString()))
    expect(dossier).toMatchObject({ party: "leafline", caseAlias: document.caseAlias })
  })

  it("changes nothing when the change comes again, or when it is no request", async () => {
    const { world, document } = await asked()
    const { draw } = drawer(world)
    await draw(document, 1)
    const before = [world.documents.rows(), world.files.files()]
    expect(await draw(document, 1)).toBe("repeated")
    expect(await draw({ ...document, state: "drawing" }, 1)).toBe("nothing")
    expect([world.documents.rows(), world.files.files()]).toEqual(before)
  })

  it("succeeds after a crash at any effect, and keeps the first file", async () => {
    const dry = await asked({ wish: pdf })
    await drawer(dry.world).draw(dry.document, 1)
    const effects = dry.effects.length
    expect(effects).toBeGreaterThan(20)
    for (let crashAt = 0; crashAt < effects; crashAt++) {
      const { world, document, faults } = await asked({ wish: pdf })
      let drawings = 0
      const { draw } = drawer(world, async () => Buffer.from(`PDF ${++drawings}`))
      let effect = 0
      faults.at = async () => {
        if (effect++ === crashAt) throw new Error("a crash")
      }
      await expect(draw(document, 1)).rejects.toThrow("a crash")
      const kept = world.files.files().map(({ content }) => Buffer.from(content).toString())
      faults.at = async () => {}
      const again = await draw(document, 1)
      expect(["drawn", "repeated"]).toContain(again)
      expect(await world.documents.get("document-1")).toMatchObject({ state: "ready" })
      const files = world.files.files().map(({ content }) => Buffer.from(content).toString())
      expect(files).toEqual(kept.length > 0 ? kept : [`PDF ${drawings}`])
    }
  })

  it("gives up a document that ends its function again and again, and raises an alarm", async () => {
    const { world, document } = await asked({ wish: pdf })
    const { draw, counted } = drawer(world, () => Promise.reject(new Error("out of memory")))
    for (let attempt = 1; attempt <= drawingAttempts; attempt++)
      await expect(draw(document, attempt)).rejects.toThrow("out of memory")
    expect(counted).toEqual([])
    expect(await draw(document, drawingAttempts + 1)).toBe("failed")
    expect(await world.documents.get("document-1")).toMatchObject({ state: "failed", failure: "cannotBeDrawn" })
    expect(counted).toEqual(["DocumentFailed"])
    expect(await draw(document, drawingAttempts + 2)).toBe("repeated")
  })

  it("is not given up because AWS failed each time, which is no delivery", async () => {
    const { world, document, faults } = await asked()
    const { draw } = drawer(world)
    faults.at = async (point) => {
      if (point.startsWith("documentFiles.")) throw throttled()
    }
    for (let failure = 0; failure < 3 * drawingAttempts; failure++)
      await expect(draw(document, 1)).rejects.toThrow("Rate exceeded")
    faults.at = async () => {}
    expect(await draw(document, 1)).toBe("drawn")
  })

  it("fails for a document that the dossier lacks, and for a case that is not the party's, without an alarm", async () => {
    for (const [changes, failure] of [
      [{ wish: { ...pdf, document: "report-eu-gdpr" } }, "noSuchDocument"],
      [{ caseAlias: "WS-0000000000" }, "caseGone"],
      [{ partyId: "maplebooks" }, "caseGone"],
      [{ partyId: "nobody" }, "caseGone"],
    ] as const) {
      const { world, document } = await asked(changes)
      const { draw, counted } = drawer(world)
      expect(await draw(document, 1)).toBe("failed")
      expect(await world.documents.get("document-1")).toMatchObject({ state: "failed", failure })
      expect([counted, world.files.files()]).toEqual([[], []])
    }
  })

  it("is left out once the document has ended", async () => {
    const { world, document } = await asked()
    world.passSeconds(86_400)
    expect(await drawer(world).draw(document, 1)).toBe("ended")
    expect(world.files.files()).toEqual([])
  })
})

describe("a document alone", () => {
  it.each([
    "report-us-xx-own-act",
    "report-us-xx-own-act-final-report",
    "register-us-xx-own-act",
    "supplement-us-xx-own-act",
    "notice-us-xx-own-act-en",
    "notice-us-xx-own-act-de",
    "public-notice-us-xx-own-act-fr",
    "early-notice-us-xx-own-act-pt-BR",
  ])("is asked for under a law that only the case has a text of: %s", (document) => {
    const wish = { format: "pdf", language: "en", document }
    expect(wishOf(storedWish(documentWishSchema.parse(wish)))).toEqual(wish)
  })

  it.each(["report-", "report-ll-7310000/../x", "notice-us-en", "summary-us-xx-own-act", "supplement-x"])(
    "has an id that holds nothing else: %s is refused",
    (document) => {
      expect(documentWishSchema.safeParse({ format: "pdf", document }).success).toBe(false)
    },
  )
})
