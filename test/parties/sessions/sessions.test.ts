import { memorySessions } from "../../../shared/parties/sessions/memory-sessions.ts"
import { sessionsContract } from "./sessions.contract.ts"

sessionsContract("memory", async () => memorySessions())
