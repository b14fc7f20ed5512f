import { deployedDeadLetters } from "../../shared/base/platform/deployed-dead-letters.ts"
import { deployedSealer } from "../../shared/base/platform/deployed-sealing.ts"
import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedErasures } from "../../shared/intake/tracking/deployed-tracking.ts"
import { deployedPublisher } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedCurrentReception } from "../../shared/parties/reception/deployed-intake.ts"
import { queuePipeline } from "../../shared/parties/reception/queue-pipeline.ts"
import { deployedLookups } from "../../shared/watch/lookups/deployed-lookups.ts"
import { makeRecordAccess, recordingMilliseconds } from "../../shared/watch/lookups/recording/record-access.ts"
import { dynamoReportStreams } from "../../shared/watch/lookups/reporting/dynamo-report-streams.ts"
import { deployment } from "./deployment.ts"

const reception = await deployedCurrentReception()
const lookups = await deployedLookups(reception)

export const handler = queuePipeline({
  ...reception,
  publisher: deployedPublisher(),
  deadLetters: deployedDeadLetters(),
  contracts: deployment.consumes,
  // One message after the other, so that contacts are scored in the order in which they were made.
  concurrency: 1,
  reserveMilliseconds: recordingMilliseconds,
  afterBatch: lookups.volumes.writeAll,
  handle: makeRecordAccess({
    ...lookups,
    erased: deployedErasures(),
    sealer: deployedSealer(),
    streams: dynamoReportStreams(deployedTable("ReportStreams")),
  }),
})
