import { challengeFailuresRow } from "../../../shared/watch/lookups/guesses/challenge-failures.ts"
import { dynamoChallengeFailures } from "../../../shared/watch/lookups/guesses/dynamo-challenge-failures.ts"
import { disclosure } from "../../../shared/watch/lookups/ledger/disclosure.ts"
import { dynamoDisclosures } from "../../../shared/watch/lookups/ledger/dynamo-disclosures.ts"
import { dynamoDisclosureLog } from "../../../shared/watch/lookups/log/dynamo-disclosure-log.ts"
import { logRow } from "../../../shared/watch/lookups/log/log-rows.ts"
import { dynamoReportStreams } from "../../../shared/watch/lookups/reporting/dynamo-report-streams.ts"
import { reportingRow } from "../../../shared/watch/lookups/reporting/report-streams.ts"
import { storeInMemory } from "../../dynamo/store-in-memory.ts"

export const memoryChallengeFailures = storeInMemory("ChallengeFailures", challengeFailuresRow, dynamoChallengeFailures)

export const memoryDisclosures = storeInMemory("Disclosures", disclosure, dynamoDisclosures)

export const memoryDisclosureLog = storeInMemory("Statements", logRow, dynamoDisclosureLog)

export const memoryReportStreams = storeInMemory("ReportStreams", reportingRow, dynamoReportStreams)
