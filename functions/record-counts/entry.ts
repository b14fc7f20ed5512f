import { dynamoReportStreams } from "../../shared/lookups/reporting/dynamo-report-streams.ts"
import { makeRecordCounts } from "../../shared/lookups/reporting/record-counts.ts"
import { deployedIntake } from "../../shared/parties/intake/deployed-intake.ts"
import { queuePipeline } from "../../shared/parties/intake/queue-pipeline.ts"
import { deployedTable } from "../../shared/platform/deployed-table.ts"
import { deployment } from "./deployment.ts"

export const handler = queuePipeline({
  ...deployedIntake(),
  contracts: deployment.consumes,
  concurrency: 10,
  handle: makeRecordCounts({ streams: dynamoReportStreams(deployedTable("ReportStreams")) }),
})
