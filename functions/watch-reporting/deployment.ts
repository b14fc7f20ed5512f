import { declareFunction } from "../deployment.ts"
import { listParties } from "../grants.ts"

export const deployment = declareFunction({
  context: "watch",
  canWait: true,
  description: "Tells a carrier and its retailers when the lookups in the carrier's tool do not arrive any more",
  impact: "Nobody is told that a carrier's tool is not watched.",
  everyMinutes: 5,
  includes: [listParties],
  tables: { ReportStreams: ["PutItem", "Query"] },
  uses: ["publish", "mail"],
  timeoutSeconds: 120,
  alarms: {
    ReportingInterrupted: {
      sentence: "A carrier's tool does not report its lookups any more. Nobody watches them.",
      withinMinutes: 60,
    },
  },
  reaches: { files: 61, later: 16 },
})
