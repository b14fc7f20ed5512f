import { documentFilesContract } from "./document-files.contract.ts"
import { memoryDocumentFiles } from "./memory-document-files.ts"

const files = memoryDocumentFiles()

documentFilesContract(
  "memory",
  async () => files,
  async (url) => {
    const found = files.at(url)
    if (found === undefined) return undefined
    const { contentType, name, content } = found
    return { contentType, name, text: Buffer.from(content).toString("utf8") }
  },
)
