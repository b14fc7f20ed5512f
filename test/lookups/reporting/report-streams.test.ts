import { memoryReportStreams } from "../../../shared/lookups/reporting/memory-report-streams.ts"
import { reportStreamsContract } from "./report-streams.contract.ts"

reportStreamsContract("memory", async () => memoryReportStreams())
