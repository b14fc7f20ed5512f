import { memoryBreachCases } from "../memory-stores.ts"
import { breachCasesContract } from "./breach-cases.contract.ts"

breachCasesContract("memory", () => memoryBreachCases())
