import { memorySessions } from "../../parties/memory-stores.ts"
import { memoryOperatorSessions } from "./memory-stores.ts"
import { operatorSessionsContract } from "./operator-sessions.contract.ts"

operatorSessionsContract("memory", async () => ({ operators: memoryOperatorSessions(), sessions: memorySessions() }))
