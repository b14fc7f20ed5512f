import { memorySentFindings } from "../../desk/memory-stores.ts"
import { memoryStatements } from "./memory-stores.ts"
import { sentFindingsContract, statementsContract } from "./statements.contract.ts"

statementsContract("memory", async () => memoryStatements())
sentFindingsContract("memory", async () => memorySentFindings())
