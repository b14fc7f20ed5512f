import { deployedResource } from "../../base/platform/deployed-resources.ts"
import type { DocumentLinks } from "./document-files.ts"

/** Links to the files in the hub's bucket of documents. */
export function deployedDocumentLinks(): DocumentLinks {
  const bucketName = deployedResource("documentsBucket")
  let links: DocumentLinks | undefined
  return {
    async linkTo(key, seconds) {
      // The client of S3 is a tenth of the function's code. Few requests need it.
      const { s3DocumentLinks } = await import("./deployed-s3-links.ts")
      links ??= s3DocumentLinks({ bucketName })
      return links.linkTo(key, seconds)
    },
  }
}
