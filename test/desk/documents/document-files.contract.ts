import { describe, expect, it } from "@jest/globals"
import type { DocumentFile, DocumentFiles, DocumentLinks } from "../../../shared/desk/documents/document-files.ts"

/** What somebody receives who follows a link. */
export type Followed = { contentType: string | undefined; name: string | undefined; text: string }

/** What every place for documents does. */
export function documentFilesContract(
  where: string,
  open: () => Promise<DocumentFiles & DocumentLinks>,
  follow: (url: string) => Promise<Followed | undefined>,
): void {
  const file = (key: string, text: string): DocumentFile => ({
    key,
    contentType: "application/pdf",
    name: "WS-0123456789-summary.pdf",
    content: Buffer.from(text),
  })

  describe(`files of documents in ${where}`, () => {
    it("are read by their link, with their type and their name", async () => {
      const files = await open()
      await files.write(file("WS-0123456789/read", "%PDF-1.7"))
      expect(await follow(await files.linkTo("WS-0123456789/read", 300))).toEqual({
        contentType: "application/pdf",
        name: "WS-0123456789-summary.pdf",
        text: "%PDF-1.7",
      })
    })

    it("are written once: a second write changes nothing", async () => {
      const files = await open()
      await files.write(file("WS-0123456789/twice", "first"))
      await files.write(file("WS-0123456789/twice", "second"))
      expect(await follow(await files.linkTo("WS-0123456789/twice", 300))).toMatchObject({ text: "first" })
    })

    it("are not read by the link of a file that is not there", async () => {
      const files = await open()
      expect(await follow(await files.linkTo("WS-0123456789/never", 300))).toBeUndefined()
    })
  })
}
