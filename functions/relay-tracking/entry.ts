import { deployedSealer } from "../../shared/base/platform/deployed-sealing.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { streamOutbox } from "../../shared/base/platform/stream-pipeline.ts"
import { makeRelayTracking } from "../../shared/intake/tracking/relay-tracking.ts"
import { trackingRow } from "../../shared/intake/tracking/tracking-record.ts"
import { deployedPublisher } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedParties } from "../../shared/parties/deployed-parties.ts"

export const handler = streamOutbox({
  rowSchema: trackingRow,
  itemsOf: makeRelayTracking({ parties: deployedParties(), sealer: deployedSealer() }),
  send: deployedPublisher().publishGroups,
  telemetry: deployedTelemetry(),
})
