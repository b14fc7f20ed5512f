import { dynamoOperatorSessions } from "../../../shared/pages/operator/dynamo-operator-sessions.ts"
import { operatorSessionRow } from "../../../shared/pages/operator/operator-session.ts"
import { storeInMemory } from "../../dynamo/store-in-memory.ts"

export const memoryOperatorSessions = storeInMemory("Sessions", operatorSessionRow, dynamoOperatorSessions)
