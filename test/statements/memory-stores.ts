import { dynamoStatements } from "../../shared/statements/dynamo-statements.ts"
import { statementRow } from "../../shared/statements/statements.ts"
import { storeInMemory } from "../dynamo/store-in-memory.ts"

export const memoryStatements = storeInMemory("Statements", statementRow, dynamoStatements)
