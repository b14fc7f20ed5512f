import { isLeftOut } from "../../base/platform/deployed-resources.ts"
import { deployedTable } from "../../base/platform/deployed-table.ts"
import type { CasesOfParty } from "./breach-cases.ts"
import { dynamoBreachCases } from "./dynamo-breach-cases.ts"

/** A stage without the desk has no case. */
const noCases: CasesOfParty = { items: async () => [], async *ofParty() {} }

/** The cases of this deployment, for those who look whether there is one. */
export function deployedCases(): CasesOfParty {
  return isLeftOut("desk") ? noCases : dynamoBreachCases(deployedTable("BreachCases"))
}
