import { isLeftOut } from "../../base/platform/deployed-resources.ts"
import { deployedTable } from "../../base/platform/deployed-table.ts"
import type { BreachCases } from "./breach-cases.ts"
import { dynamoBreachCases } from "./dynamo-breach-cases.ts"

type CasesOfOthers = Pick<BreachCases, "forget" | "items" | "list" | "ofParty">

/** A stage without the desk has no case. */
const noCases: CasesOfOthers = {
  forget: async () => {},
  items: async () => [],
  async *list() {},
  async *ofParty() {},
}

/** The cases of this deployment, for those who look whether there is one. */
export function deployedCases(): CasesOfOthers {
  return isLeftOut("desk") ? noCases : dynamoBreachCases(deployedTable("BreachCases"))
}
