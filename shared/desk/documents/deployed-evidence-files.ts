import { deployedResource } from "../../base/platform/deployed-resources.ts"
import type { EvidenceFiles } from "./evidence-files.ts"

/** Files of evidence in the hub's bucket of documents. */
export function deployedEvidenceFiles(): EvidenceFiles {
  const settings = { bucketName: deployedResource("documentsBucket"), keyId: deployedResource("documentKey") }
  let files: EvidenceFiles | undefined
  // The client of S3 is a tenth of the function's code. Few requests need it.
  const loaded = async (): Promise<EvidenceFiles> => {
    const { s3EvidenceFiles } = await import("./deployed-s3-links.ts")
    files ??= s3EvidenceFiles(settings)
    return files
  }
  return {
    linkToWrite: async (...of) => (await loaded()).linkToWrite(...of),
    linkToRead: async (...of) => (await loaded()).linkToRead(...of),
    store: async (...of) => (await loaded()).store(...of),
    endsOf: async (key, file) => (await loaded()).endsOf(key, file),
  }
}
