import { createHash } from "node:crypto"
import { describe, expect, it } from "@jest/globals"
import type { EvidenceFiles, UploadLink } from "../../../shared/desk/documents/evidence-files.ts"

/** How a test uploads to a link and reads another, as a browser does. */
export type Browser = {
  upload(link: UploadLink, content: Uint8Array): Promise<"stored" | "refused">
  read(url: string): Promise<string | undefined>
}

export const declared = (text: string) => ({
  contentType: "text/plain" as const,
  bytes: Buffer.byteLength(text),
  sha256: createHash("sha256").update(text).digest("hex"),
})

/** What every place for files of evidence does. */
export function evidenceFilesContract(
  where: string,
  open: () => Promise<EvidenceFiles & Browser> | (EvidenceFiles & Browser),
): void {
  describe(`files of evidence in ${where}`, () => {
    it("are uploaded by a link and read by another", async () => {
      const files = await open()
      const key = "evidence/party/read"
      const text = declared("hello")
      const link = await files.linkToWrite(key, text, 900)
      expect(await files.endsOf(key, text)).toBeUndefined()
      expect(await files.upload(link, Buffer.from("hello"))).toBe("stored")
      expect(Buffer.from((await files.endsOf(key, text))?.start ?? []).toString()).toBe("hello")
      expect(await files.read(await files.linkToRead(key, "read.txt", 300))).toBe("hello")
    })

    it("show both ends of a long PDF", async () => {
      const files = await open()
      const pdf = `%PDF-1.7\n${"x".repeat(9_000)}%%EOF\n`
      const file = { ...declared(pdf), contentType: "application/pdf" as const }
      const key = "evidence/party/pdf"
      await files.upload(await files.linkToWrite(key, file, 900), Buffer.from(pdf))
      const { start, end } = (await files.endsOf(key, file)) ?? {}
      expect([Buffer.from(start ?? []).toString(), Buffer.from(end ?? []).toString()]).toEqual([
        pdf.slice(0, 4_096),
        pdf.slice(-1_024),
      ])
    })

    it("are not read by the link of a file that was not uploaded", async () => {
      const files = await open()
      expect(await files.read(await files.linkToRead("evidence/party/never", "never.txt", 300))).toBeUndefined()
    })
  })
}

/** What a place that checks what comes does besides. The local AWS does not. */
export function checkedUploadsContract(where: string, open: () => EvidenceFiles & Browser): void {
  describe(`uploads of evidence to ${where}`, () => {
    it.each([
      ["other bytes", "olleh"],
      ["another length", "hello!"],
    ])("are refused with %s", async (_, text) => {
      const files = open()
      const link = await files.linkToWrite("evidence/party/other", declared("hello"), 900)
      expect(await files.upload(link, Buffer.from(text))).toBe("refused")
      expect(await files.endsOf("evidence/party/other", declared("hello"))).toBeUndefined()
    })

    it("are taken once", async () => {
      const files = open()
      const link = await files.linkToWrite("evidence/party/once", declared("hello"), 900)
      expect(await files.upload(link, Buffer.from("hello"))).toBe("stored")
      expect(await files.upload(link, Buffer.from("hello"))).toBe("refused")
    })
  })
}
