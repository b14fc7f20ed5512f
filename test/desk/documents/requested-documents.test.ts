import { memoryRequestedDocuments } from "../memory-stores.ts"
import { requestedDocumentsContract } from "./requested-documents.contract.ts"

requestedDocumentsContract("memory", async () => memoryRequestedDocuments())
