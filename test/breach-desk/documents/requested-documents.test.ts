import { memoryRequestedDocuments } from "../../../shared/breach-desk/documents/memory-requested-documents.ts"
import { requestedDocumentsContract } from "./requested-documents.contract.ts"

requestedDocumentsContract("memory", async () => memoryRequestedDocuments())
