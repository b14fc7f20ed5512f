import { deployedKeyedHash } from "../../shared/base/keyed-hash/deployed-keyed-hash.ts"
import { systemClock } from "../../shared/base/platform/clock.ts"
import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { dynamoDisclosures } from "../../shared/watch/lookups/ledger/dynamo-disclosures.ts"
import { dynamoDisclosureLog } from "../../shared/watch/lookups/log/dynamo-disclosure-log.ts"
import { makeLogDisclosures } from "../../shared/watch/lookups/log/log-disclosures.ts"
import { logDisclosuresPipeline } from "../../shared/watch/lookups/log/log-disclosures-pipeline.ts"

export const handler = logDisclosuresPipeline({
  logAll: makeLogDisclosures({
    disclosures: dynamoDisclosures(deployedTable("Disclosures")),
    log: dynamoDisclosureLog(deployedTable("Statements")),
    hashes: await deployedKeyedHash(),
    clock: systemClock,
  }),
  telemetry: deployedTelemetry(),
})
