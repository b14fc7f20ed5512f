import { isLeftOut } from "../../../base/platform/deployed-resources.ts"
import { deployedTable } from "../../../base/platform/deployed-table.ts"
import type { DisclosureLog } from "./disclosure-log.ts"
import { dynamoDisclosureLog } from "./dynamo-disclosure-log.ts"

type LogOfErasures = Pick<DisclosureLog, "forget" | "ofParcel">

/** The log of this deployment, for what erases from it. A stage without statements has none. */
export function deployedDisclosureLog(): LogOfErasures | undefined {
  return isLeftOut("proof") ? undefined : dynamoDisclosureLog(deployedTable("Statements"))
}
