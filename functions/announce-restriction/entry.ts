import { makeAnnounceRestriction } from "../../shared/breach-desk/alerts/announce-restriction.ts"
import { restrictionRow } from "../../shared/detection/restrictions/restriction.ts"
import { deployedPublisher } from "../../shared/parties/channels/deployed-publisher.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { streamPipeline } from "../../shared/platform/stream-pipeline.ts"

export const handler = streamPipeline({
  rowSchema: restrictionRow,
  handle: makeAnnounceRestriction({ publisher: deployedPublisher(), parties: readParties() }),
  telemetry: deployedTelemetry(),
})
