import { dynamoStatements } from "../../../shared/proof/statements/dynamo-statements.ts"
import { statementRow } from "../../../shared/proof/statements/statements.ts"
import { storeInMemory } from "../../dynamo/store-in-memory.ts"

export const memoryStatements = storeInMemory("Statements", statementRow, dynamoStatements)
