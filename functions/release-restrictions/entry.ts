import * as z from "zod"
import { breachCaseItemSchema } from "../../shared/domain/breach-case.ts"
import { readEnvironment } from "../../shared/runtime/environment.ts"
import { functionSettings } from "../../shared/runtime/settings.ts"
import { streamPipeline } from "../../shared/runtime/stream-pipeline.ts"
import { powertoolsTelemetry } from "../../shared/runtime/telemetry.ts"
import { dynamoBreachCases } from "../../shared/storage/breach-cases.ts"
import { dynamoRestrictions } from "../../shared/storage/restrictions.ts"
import { dynamoClient } from "../../shared/storage/table.ts"
import { makeReleaseRestrictions } from "./release-restrictions.ts"

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
