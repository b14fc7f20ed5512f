import { makeReleaseRestrictions } from "../../shared/breach-desk/actions/release-restrictions.ts"
import { breachCaseItemSchema } from "../../shared/breach-desk/cases/case-rows.ts"
import { dynamoBreachCases } from "../../shared/breach-desk/cases/dynamo-breach-cases.ts"
import { dynamoRestrictions } from "../../shared/detection/restrictions/dynamo-restrictions.ts"
import { systemClock } from "../../shared/platform/clock.ts"
import { deployedTable } from "../../shared/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { streamPipeline } from "../../shared/platform/stream-pipeline.ts"

export const handler = streamPipeline({
  rowSchema: breachCaseItemSchema,
  handle: makeReleaseRestrictions({
    cases: dynamoBreachCases(deployedTable("BreachCases")),
    restrictions: dynamoRestrictions(deployedTable("Restrictions")),
    clock: systemClock,
  }),
  telemetry: deployedTelemetry(),
})
