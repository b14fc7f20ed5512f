import { memoryBreachCases } from "../../../shared/breach-desk/cases/memory-breach-cases.ts"
import { breachCasesContract } from "./breach-cases.contract.ts"

breachCasesContract("memory", () => memoryBreachCases())
