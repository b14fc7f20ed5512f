import { dynamoOperatorSessions } from "../../shared/operations/dynamo-operator-sessions.ts"
import { operatorSessionRow } from "../../shared/operations/operator-session.ts"
import { storeInMemory } from "../dynamo/store-in-memory.ts"

export const memoryOperatorSessions = storeInMemory("Sessions", operatorSessionRow, dynamoOperatorSessions)
