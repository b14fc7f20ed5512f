import { deployedKeyedHash } from "../../base/keyed-hash/deployed-keyed-hash.ts"
import { systemClock } from "../../base/platform/clock.ts"
import { deployedTable } from "../../base/platform/deployed-table.ts"
import { deployedSigner } from "../../base/platform/signing/deployed-signer.ts"
import { deployedCases } from "../../desk/cases/deployed-cases.ts"
import { dynamoSentFindings } from "../../watch/alerts/dynamo-sent-findings.ts"
import { dynamoDisclosureLog } from "../../watch/lookups/log/dynamo-disclosure-log.ts"
import { dynamoReportStreams } from "../../watch/lookups/reporting/dynamo-report-streams.ts"
import { dynamoStatements } from "./dynamo-statements.ts"
import type { StatementTools } from "./make-statements.ts"

/** The stores, the keyed hashes, the signer and the clock that make statements. */
export async function deployedStatementTools(): Promise<Omit<StatementTools, "parties" | "publisher" | "telemetry">> {
  const table = deployedTable("Statements")
  return {
    statements: dynamoStatements(table),
    log: dynamoDisclosureLog(table),
    findings: dynamoSentFindings(table),
    cases: deployedCases(),
    streams: dynamoReportStreams(deployedTable("ReportStreams")),
    hashes: await deployedKeyedHash(),
    signer: deployedSigner(),
    clock: systemClock,
  }
}
