import { challengeFailuresRow } from "../../shared/lookups/guesses/challenge-failures.ts"
import { dynamoChallengeFailures } from "../../shared/lookups/guesses/dynamo-challenge-failures.ts"
import { disclosure } from "../../shared/lookups/ledger/disclosure.ts"
import { dynamoDisclosures } from "../../shared/lookups/ledger/dynamo-disclosures.ts"
import { dynamoDisclosureLog } from "../../shared/lookups/log/dynamo-disclosure-log.ts"
import { logRow } from "../../shared/lookups/log/log-rows.ts"
import { dynamoReportStreams } from "../../shared/lookups/reporting/dynamo-report-streams.ts"
import { reportingRow } from "../../shared/lookups/reporting/report-streams.ts"
import { storeInMemory } from "../dynamo/store-in-memory.ts"

export const memoryChallengeFailures = storeInMemory("ChallengeFailures", challengeFailuresRow, dynamoChallengeFailures)

export const memoryDisclosures = storeInMemory("Disclosures", disclosure, dynamoDisclosures)

export const memoryDisclosureLog = storeInMemory("Statements", logRow, dynamoDisclosureLog)

export const memoryReportStreams = storeInMemory("ReportStreams", reportingRow, dynamoReportStreams)
