import type { DocumentFile, DocumentFiles, DocumentLinks } from "../../../shared/desk/documents/document-files.ts"
import type { Interrupt } from "../../dynamo/memory-dynamo.ts"

/** What a test can see of files in memory. */
type KeptFiles = {
  files(): DocumentFile[]
  /** The file to which a link leads. */
  at(url: string): DocumentFile | undefined
}

/** Files of documents in memory. A link holds the key of its file. */
export function memoryDocumentFiles(interrupt: Interrupt = async () => {}): DocumentFiles & DocumentLinks & KeptFiles {
  const files = new Map<string, DocumentFile>()
  return {
    async write(file) {
      await interrupt("documentFiles.write:before")
      if (!files.has(file.key)) files.set(file.key, file)
      await interrupt("documentFiles.write:after")
    },
    linkTo: async (key, seconds) => `memory:${key}?seconds=${seconds}`,
    files: () => [...files.values()],
    at: (url) => files.get(url.replace(/^memory:/, "").split("?")[0] ?? ""),
  }
}
