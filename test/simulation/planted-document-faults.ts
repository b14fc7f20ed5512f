import type { FunctionName } from "./functions.ts"
import type { Stores } from "./stores.ts"
import type { PlantedFault } from "./world.ts"

/** The API accepts a request for a document without storing it. */
export function forgetsRequests(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "accepts a request for a document without storing it",
    stores: (stores): Stores => ({
      ...stores,
      requestedDocuments: { ...stores.requestedDocuments, request: async () => true },
    }),
  }
}

/** Notes that a document is ready before its file is written. */
export function endsBeforeItWrites(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "notes that a document is ready before it writes the file",
    stores: (stores): Stores => {
      const { requestedDocuments } = stores
      return {
        ...stores,
        requestedDocuments: {
          ...requestedDocuments,
          note: async (documentId, step) => {
            await requestedDocuments.note(documentId, step)
            if (step !== "storing") return
            await requestedDocuments.end(documentId, { state: "ready", readyAt: "2018-10-31T12:00:00.000Z" })
          },
        },
      }
    },
  }
}
