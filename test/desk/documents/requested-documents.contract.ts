import { describe, expect, it } from "@jest/globals"
import type { RequestedDocument } from "../../../shared/desk/documents/requested-document.ts"
import type { RequestedDocuments } from "../../../shared/desk/documents/requested-documents.ts"

/** A document that a party just asked for. */
export function aDocument(documentId: string, changes: Partial<RequestedDocument> = {}): RequestedDocument {
  return {
    documentId,
    partyId: "leafline",
    caseAlias: "WS-0123456789",
    wish: { format: "pdf", language: "fr", document: "summary" },
    state: "waiting",
    attempts: 0,
    requestedAt: "2026-11-01T10:00:00.000Z",
    expiresAt: 1_793_613_600,
    ...changes,
  }
}

const ready = { state: "ready", readyAt: "2026-11-01T10:00:05.000Z" } as const
const failed = { state: "failed", failure: "cannotBeDrawn" } as const

/** What every store of requested documents does. */
export function requestedDocumentsContract(where: string, open: () => Promise<RequestedDocuments>): void {
  describe(`requested documents in ${where}`, () => {
    it("are what was asked for", async () => {
      const documents = await open()
      const asked = aDocument("asked")
      await documents.request(asked)
      expect(await documents.get("asked")).toEqual(asked)
      expect(await documents.get("never-asked")).toBeUndefined()
    })

    it("stay as they are when they are asked for again", async () => {
      const documents = await open()
      expect(await documents.request(aDocument("twice"))).toBe(true)
      expect(await documents.request(aDocument("twice"))).toBe(true)
      await documents.begin("twice")
      const again = aDocument("twice", { wish: { format: "json", language: "en" } })
      expect(await documents.request(again)).toBe(false)
      expect(await documents.get("twice")).toMatchObject({ state: "drawing", wish: { format: "pdf" } })
    })

    it("count how often their drawing began, and say what is being done", async () => {
      const documents = await open()
      await documents.request(aDocument("begun"))
      expect(await documents.begin("begun")).toMatchObject({ state: "drawing", step: "reading", attempts: 1 })
      await documents.note("begun", "storing")
      expect(await documents.get("begun")).toMatchObject({ state: "drawing", step: "storing", attempts: 1 })
      expect(await documents.begin("begun")).toMatchObject({ state: "drawing", step: "reading", attempts: 2 })
    })

    it("end once, and nothing changes them afterwards", async () => {
      const documents = await open()
      for (const [documentId, first, second] of [
        ["drawn", ready, failed],
        ["given-up", failed, ready],
      ] as const) {
        await documents.request(aDocument(documentId))
        await documents.begin(documentId)
        expect(await documents.end(documentId, first)).toBe(true)
        const ended = aDocument(documentId, { ...first, attempts: 1 })
        expect(await documents.get(documentId)).toEqual(ended)
        expect(await documents.end(documentId, second)).toBe(false)
        expect(await documents.begin(documentId)).toBeUndefined()
        await documents.note(documentId, "drawing")
        expect(await documents.get(documentId)).toEqual(ended)
      }
    })

    it("do not come into being by being drawn", async () => {
      const documents = await open()
      expect(await documents.begin("unknown")).toBeUndefined()
      await documents.note("unknown", "drawing")
      expect(await documents.end("unknown", ready)).toBe(false)
      expect(await documents.get("unknown")).toBeUndefined()
    })
  })
}
