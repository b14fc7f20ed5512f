import { memoryOperatorSessions } from "../../shared/operations/memory-operator-sessions.ts"
import { memorySessions } from "../../shared/parties/sessions/memory-sessions.ts"
import { operatorSessionsContract } from "./operator-sessions.contract.ts"

operatorSessionsContract("memory", async () => ({ operators: memoryOperatorSessions(), sessions: memorySessions() }))
