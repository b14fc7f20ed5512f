import { createHash } from "node:crypto"
import type { EvidenceFiles } from "../../../shared/desk/documents/evidence-files.ts"
import { endsOf } from "../../../shared/desk/evidence-content.ts"

/** What a test can do with files in memory. */
type Uploads = {
  /** Sends bytes to a link, as a browser does. */
  upload(url: string, headers: Readonly<Record<string, string>>, content: Uint8Array): "stored" | "refused"
  /** The bytes to which a link leads. */
  at(url: string): Uint8Array | undefined
}

/** Files of evidence in memory. A link holds the key of its file. */
export function memoryEvidenceFiles(): EvidenceFiles & Uploads {
  const files = new Map<string, Uint8Array>()
  const keyIn = (url: string) => url.replace(/^memory:/, "").split("?")[0] ?? ""
  return {
    linkToWrite: async (key, { contentType, bytes, sha256 }, seconds) => ({
      url: `memory:${key}?put&seconds=${seconds}&length=${bytes}`,
      headers: { "content-type": contentType, "x-amz-checksum-sha256": Buffer.from(sha256, "hex").toString("base64") },
    }),
    linkToRead: async (key, savedAs, seconds) => `memory:${key}?seconds=${seconds}&savedAs=${savedAs}`,
    store: async (key, _file, content) => void (files.has(key) || files.set(key, content)),
    async endsOf(key) {
      const content = files.get(key)
      return content && endsOf(content)
    },
    upload(url, headers, content) {
      const key = keyIn(url)
      const isAsDeclared =
        url.endsWith(`&length=${content.length}`) &&
        createHash("sha256").update(content).digest("base64") === headers["x-amz-checksum-sha256"]
      if (!isAsDeclared || files.has(key)) return "refused"
      files.set(key, content)
      return "stored"
    },
    at: (url) => files.get(keyIn(url)),
  }
}
