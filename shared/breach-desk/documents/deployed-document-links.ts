import { deployedResource } from "../../platform/deployed-resources.ts"
import type { DocumentLinks } from "./document-files.ts"

/** Links to the files in the hub's bucket of documents: presigned URLs. */
export function deployedDocumentLinks(): DocumentLinks {
  const bucketName = deployedResource("documentsBucket")
  return {
    async linkTo(key, seconds) {
      // The client of S3 is a quarter of the function's code. Few requests need it.
      const { presignedUrl } = await import("./deployed-presigned-url.ts")
      return presignedUrl({ bucketName, key, seconds })
    },
  }
}
