import { dynamoTable, type TableOptions } from "../../base/platform/dynamo-table.ts"
import { requestedDocumentSchema } from "./requested-document.ts"
import type { RequestedDocuments } from "./requested-documents.ts"

export function dynamoRequestedDocuments(options: TableOptions): RequestedDocuments {
  const table = dynamoTable({ ...options, schema: requestedDocumentSchema })
  const names = { "#state": "state" }
  /** The drawing of a document that is there has not ended. */
  const condition = "#state IN (:waiting, :drawing)"
  const open = { ":waiting": "waiting", ":drawing": "drawing" }
  return {
    get: (documentId) => table.get({ documentId }),
    async request(document) {
      const put = await table.put(document, { expression: "attribute_not_exists(documentId)" })
      return put.written || put.current?.state === "waiting"
    },
    async begin(documentId) {
      const begun = await table.update(
        { documentId },
        {
          expression: "SET #state = :drawing, step = :reading ADD attempts :one",
          names,
          values: { ...open, ":reading": "reading", ":one": 1 },
          condition,
        },
      )
      return begun.written ? begun.row : undefined
    },
    async note(documentId, step) {
      const values = { ...open, ":step": step }
      await table.update({ documentId }, { expression: "SET step = :step", names, values, condition })
    },
    async end(documentId, end) {
      const [name, value] = end.state === "ready" ? ["readyAt", end.readyAt] : ["failure", end.failure]
      const ended = await table.update(
        { documentId },
        {
          expression: `SET #state = :ended, ${name} = :value REMOVE step`,
          names,
          values: { ...open, ":ended": end.state, ":value": value },
          condition,
        },
      )
      return ended.written
    },
  }
}
