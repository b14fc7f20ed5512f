import { makeAnnounceRestriction } from "../../shared/breach-desk/alerts/announce-restriction.ts"
import { dynamoDecisionNotes } from "../../shared/detection/decisions/dynamo-decision-notes.ts"
import { restrictionRow } from "../../shared/detection/restrictions/restriction.ts"
import { deployedPublisher } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedParties } from "../../shared/parties/deployed-parties.ts"
import { deployedSealer } from "../../shared/platform/deployed-sealing.ts"
import { deployedTable } from "../../shared/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { streamOutbox } from "../../shared/platform/stream-pipeline.ts"

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
