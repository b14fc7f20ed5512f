import type { RequestedDocument } from "./requested-document.ts"

/** The queue in which documents wait until they are drawn. The parties take turns there. */
export type AskedDocuments = {
  add(document: RequestedDocument): Promise<void>
}
