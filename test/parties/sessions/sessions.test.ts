import { memorySessions } from "../memory-stores.ts"
import { sessionsContract } from "./sessions.contract.ts"

sessionsContract("memory", async () => memorySessions())
