import { breachCaseItemSchema } from "../../shared/desk/cases/case-rows.ts"
import { dynamoBreachCases } from "../../shared/desk/cases/dynamo-breach-cases.ts"
import { dynamoRequestedDocuments } from "../../shared/desk/documents/dynamo-requested-documents.ts"
import { requestedDocumentSchema } from "../../shared/desk/documents/requested-document.ts"
import { dynamoSentFindings } from "../../shared/watch/alerts/dynamo-sent-findings.ts"
import { sentFindingRow } from "../../shared/watch/alerts/sent-findings.ts"
import { storeInMemory } from "../dynamo/store-in-memory.ts"

export const memoryBreachCases = storeInMemory("BreachCases", breachCaseItemSchema, dynamoBreachCases)

export const memoryRequestedDocuments = storeInMemory(
  "RequestedDocuments",
  requestedDocumentSchema,
  dynamoRequestedDocuments,
)

export const memorySentFindings = storeInMemory("Statements", sentFindingRow, dynamoSentFindings)
