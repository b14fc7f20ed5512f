import { writeEvidencePage } from "../../infra/cli/documents/write-made-files.ts"

/** Makes the page of evidence packages, which git ignores, so that no suite runs an older one, or none. */
export default writeEvidencePage
