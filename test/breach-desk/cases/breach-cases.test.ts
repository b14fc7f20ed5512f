import { memoryBreachCases } from "../../doubles/breach-cases.ts"
import { breachCasesContract } from "./breach-cases.contract.ts"

breachCasesContract("memory", () => memoryBreachCases())
