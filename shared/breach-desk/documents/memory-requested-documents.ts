import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import type { RequestedDocument } from "./requested-document.ts"
import type { RequestedDocuments } from "./requested-documents.ts"

/** Requested documents in memory. */
export function memoryRequestedDocuments(interrupt?: Interrupt): RequestedDocuments & Observable<RequestedDocument> {
  const table = memoryTable<RequestedDocument>("requestedDocuments", interrupt)
  /** Changes a document whose drawing has not ended. */
  const change = (documentId: string, changed: (current: RequestedDocument) => RequestedDocument) => {
    const current = table.get(documentId)
    if (current === undefined || current.state === "ready" || current.state === "failed") return undefined
    table.put(documentId, changed(current))
    return table.get(documentId)
  }
  return {
    ...table.observable,
    get: (documentId) => table.effect("get", () => table.get(documentId)),
    request: (document) =>
      table.effect("request", () => {
        if (table.get(document.documentId) === undefined) table.put(document.documentId, document)
      }),
    begin: (documentId) =>
      table.effect("begin", () =>
        change(documentId, (current) => ({
          ...current,
          state: "drawing",
          step: "reading",
          attempts: current.attempts + 1,
        })),
      ),
    note: (documentId, step) =>
      table.effect("note", () => {
        change(documentId, (current) => ({ ...current, step }))
      }),
    end: (documentId, end) =>
      table.effect("end", () => {
        const isFirst = change(documentId, ({ step: _, ...current }) => ({ ...current, ...end }))
        return isFirst !== undefined
      }),
  }
}
