import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedIntake } from "../../shared/parties/reception/deployed-intake.ts"
import { queuePipeline } from "../../shared/parties/reception/queue-pipeline.ts"
import { dynamoReportStreams } from "../../shared/watch/lookups/reporting/dynamo-report-streams.ts"
import { makeRecordCounts } from "../../shared/watch/lookups/reporting/record-counts.ts"
import { deployment } from "./deployment.ts"

export const handler = queuePipeline({
  ...deployedIntake(),
  contracts: deployment.consumes,
  concurrency: 10,
  handle: makeRecordCounts({ streams: dynamoReportStreams(deployedTable("ReportStreams")) }),
})
