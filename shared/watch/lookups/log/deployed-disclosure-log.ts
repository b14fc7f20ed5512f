import { isLeftOut } from "../../../base/platform/deployed-resources.ts"
import { deployedTable } from "../../../base/platform/deployed-table.ts"
import type { DisclosureLog } from "./disclosure-log.ts"
import { dynamoDisclosureLog } from "./dynamo-disclosure-log.ts"

type LogOfErasures = Pick<DisclosureLog, "forget" | "ofRecord">

/** A stage without statements logs nothing. */
const noLog: LogOfErasures = { forget: async () => {}, async *ofRecord() {} }

/** The log of this deployment, for what erases from it. */
export function deployedDisclosureLog(): LogOfErasures {
  return isLeftOut("proof") ? noLog : dynamoDisclosureLog(deployedTable("Statements"))
}
