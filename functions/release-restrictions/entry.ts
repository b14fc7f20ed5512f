import { systemClock } from "../../shared/base/platform/clock.ts"
import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { streamPipeline } from "../../shared/base/platform/stream-pipeline.ts"
import { makeReleaseRestrictions } from "../../shared/desk/actions/release-restrictions.ts"
import { breachCaseItemSchema } from "../../shared/desk/cases/case-rows.ts"
import { dynamoBreachCases } from "../../shared/desk/cases/dynamo-breach-cases.ts"
import { dynamoRestrictions } from "../../shared/watch/detection/restrictions/dynamo-restrictions.ts"

export const handler = streamPipeline({
  rowSchema: breachCaseItemSchema,
  handle: makeReleaseRestrictions({
    cases: dynamoBreachCases(deployedTable("BreachCases")),
    restrictions: dynamoRestrictions(deployedTable("Restrictions")),
    clock: systemClock,
  }),
  telemetry: deployedTelemetry(),
})
