import { memorySentFindings } from "../../shared/breach-desk/alerts/memory-sent-findings.ts"
import { memoryStatements } from "../../shared/statements/memory-statements.ts"
import { sentFindingsContract, statementsContract } from "./statements.contract.ts"

statementsContract("memory", async () => memoryStatements())
sentFindingsContract("memory", async () => memorySentFindings())
