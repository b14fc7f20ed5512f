import { memoryReportStreams } from "../memory-stores.ts"
import { reportStreamsContract } from "./report-streams.contract.ts"

reportStreamsContract("memory", async () => memoryReportStreams())
