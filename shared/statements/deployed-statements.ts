import { dynamoSentFindings } from "../breach-desk/alerts/dynamo-sent-findings.ts"
import { dynamoBreachCases } from "../breach-desk/cases/dynamo-breach-cases.ts"
import { dynamoDisclosureLog } from "../lookups/log/dynamo-disclosure-log.ts"
import { dynamoReportStreams } from "../lookups/reporting/dynamo-report-streams.ts"
import { systemClock } from "../platform/clock.ts"
import { deployedTable } from "../platform/deployed-table.ts"
import { deployedSigner } from "../platform/signing/deployed-signer.ts"
import { deployedKeyedHash } from "../tracking/deployed-tracking.ts"
import { dynamoStatements } from "./dynamo-statements.ts"
import type { StatementTools } from "./make-statements.ts"

/** The stores, the keyed hashes, the signer and the clock that make statements. */
export async function deployedStatementTools(): Promise<Omit<StatementTools, "parties" | "publisher" | "telemetry">> {
  const table = deployedTable("Statements")
  return {
    statements: dynamoStatements(table),
    log: dynamoDisclosureLog(table),
    findings: dynamoSentFindings(table),
    cases: dynamoBreachCases(deployedTable("BreachCases")),
    streams: dynamoReportStreams(deployedTable("ReportStreams")),
    hashes: await deployedKeyedHash(),
    signer: deployedSigner(),
    clock: systemClock,
  }
}
