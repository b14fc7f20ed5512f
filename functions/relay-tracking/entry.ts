import { deployedPublisher } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedParties } from "../../shared/parties/deployed-parties.ts"
import { deployedSealer } from "../../shared/platform/deployed-sealing.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { streamOutbox } from "../../shared/platform/stream-pipeline.ts"
import { makeRelayTracking } from "../../shared/tracking/relay-tracking.ts"
import { trackingRow } from "../../shared/tracking/tracking-record.ts"

export const handler = streamOutbox({
  rowSchema: trackingRow,
  itemsOf: makeRelayTracking({ parties: deployedParties(), sealer: deployedSealer() }),
  send: deployedPublisher().publishGroups,
  telemetry: deployedTelemetry(),
})
