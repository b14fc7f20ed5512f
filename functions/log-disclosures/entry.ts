import { dynamoDisclosures } from "../../shared/lookups/ledger/dynamo-disclosures.ts"
import { dynamoDisclosureLog } from "../../shared/lookups/log/dynamo-disclosure-log.ts"
import { makeLogDisclosures } from "../../shared/lookups/log/log-disclosures.ts"
import { logDisclosuresPipeline } from "../../shared/lookups/log/log-disclosures-pipeline.ts"
import { systemClock } from "../../shared/platform/clock.ts"
import { deployedTable } from "../../shared/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { deployedKeyedHash } from "../../shared/tracking/deployed-tracking.ts"

export const handler = logDisclosuresPipeline({
  logAll: makeLogDisclosures({
    disclosures: dynamoDisclosures(deployedTable("Disclosures")),
    log: dynamoDisclosureLog(deployedTable("Statements")),
    hashes: await deployedKeyedHash(),
    clock: systemClock,
  }),
  telemetry: deployedTelemetry(),
})
