import { dynamoSentFindings } from "../../shared/breach-desk/alerts/dynamo-sent-findings.ts"
import { sentFindingRow } from "../../shared/breach-desk/alerts/sent-findings.ts"
import { breachCaseItemSchema } from "../../shared/breach-desk/cases/case-rows.ts"
import { dynamoBreachCases } from "../../shared/breach-desk/cases/dynamo-breach-cases.ts"
import { dynamoRequestedDocuments } from "../../shared/breach-desk/documents/dynamo-requested-documents.ts"
import { requestedDocumentSchema } from "../../shared/breach-desk/documents/requested-document.ts"
import { storeInMemory } from "../dynamo/store-in-memory.ts"

export const memoryBreachCases = storeInMemory("BreachCases", breachCaseItemSchema, dynamoBreachCases)

export const memoryRequestedDocuments = storeInMemory(
  "RequestedDocuments",
  requestedDocumentSchema,
  dynamoRequestedDocuments,
)

export const memorySentFindings = storeInMemory("Statements", sentFindingRow, dynamoSentFindings)
