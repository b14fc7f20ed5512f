import { deployedSealer } from "../../shared/base/platform/deployed-sealing.ts"
import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { streamOutbox } from "../../shared/base/platform/stream-pipeline.ts"
import { deployedPublisher } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedParties } from "../../shared/parties/deployed-parties.ts"
import { makeAnnounceRestriction } from "../../shared/watch/alerts/announce-restriction.ts"
import { dynamoDecisionNotes } from "../../shared/watch/detection/decisions/dynamo-decision-notes.ts"
import { restrictionRow } from "../../shared/watch/detection/restrictions/restriction.ts"

export const handler = streamOutbox({
  rowSchema: restrictionRow,
  itemsOf: makeAnnounceRestriction({
    parties: deployedParties(),
    sealer: deployedSealer(),
    decisionNotes: dynamoDecisionNotes(deployedTable("DecisionNotes")),
    clock: () => new Date(),
  }),
  send: deployedPublisher().publishGroups,
  telemetry: deployedTelemetry(),
})
