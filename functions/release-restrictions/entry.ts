import * as z from "zod"
import { makeReleaseRestrictions } from "../../shared/breach-desk/actions/release-restrictions.ts"
import { breachCaseItemSchema } from "../../shared/breach-desk/cases/case-rows.ts"
import { dynamoBreachCases } from "../../shared/breach-desk/cases/dynamo-breach-cases.ts"
import { dynamoRestrictions } from "../../shared/detection/restrictions/dynamo-restrictions.ts"
import { powertoolsTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { dynamoClient } from "../../shared/platform/dynamo-table.ts"
import { readEnvironment } from "../../shared/platform/environment.ts"
import { functionSettings } from "../../shared/platform/function-settings.ts"
import { streamPipeline } from "../../shared/platform/stream-pipeline.ts"

const settings = readEnvironment(
  functionSettings.extend({ BREACH_CASES_TABLE: z.string(), RESTRICTIONS_TABLE: z.string() }),
)
const client = dynamoClient()

export const handler = streamPipeline({
  rowSchema: breachCaseItemSchema,
  select: (row) => row["type"] === "case" && row["state"] === "falseAlarm",
  handle: makeReleaseRestrictions({
    cases: dynamoBreachCases({ client, tableName: settings.BREACH_CASES_TABLE }),
    restrictions: dynamoRestrictions({ client, tableName: settings.RESTRICTIONS_TABLE }),
  }),
  telemetry: powertoolsTelemetry(settings),
})
