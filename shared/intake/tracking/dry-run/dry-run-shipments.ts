import { manifestDeclared } from "../../../base/contracts/manifest-declared.ts"
import { shipmentCancelled } from "../../../base/contracts/shipment-cancelled.ts"
import { shipmentCreated } from "../../../base/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../../base/contracts/shipment-delivered.ts"
import { shipmentErasureRequested } from "../../../base/contracts/shipment-erasure-requested.ts"
import { shipmentProgressed } from "../../../base/contracts/shipment-progressed.ts"
import { trackingNumberAssigned } from "../../../base/contracts/tracking-number-assigned.ts"
import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import type { Clock } from "../../../base/platform/clock.ts"
import type { Sealer } from "../../../base/platform/sealing.ts"
import { silentTelemetry } from "../../../base/platform/telemetry.ts"
import type { PartyDirectory } from "../../../parties/party-directory.ts"
import type { Handled, ReceivedEvent } from "../../../parties/received-event.ts"
import { type DryHandlers, dryHandler } from "../../../parties/reception/dry-run.ts"
import { type Erasures, erasureIdOf } from "../erasures.ts"
import { trackingRecords } from "../keep-tracking-records.ts"
import { makeRecordProgress } from "../record-progress.ts"
import { makeRecordShipment } from "../record-shipment.ts"
import type { TrackingRows } from "../tracking-rows.ts"
import { afterErasureRequest, afterProgress, afterShipment, afterShipper } from "./following-events.ts"
import { ownErasures, ownTrackingRows, unwrittenSealer } from "./own-rows.ts"

type DryRunTools = {
  trackingRows: Pick<TrackingRows, "get">
  erasures: Pick<Erasures, "get">
  sealer: Pick<Sealer, "unseal">
  hashes: KeyedHash
  parties: PartyDirectory
  clock: Clock
}

const noHeads = { advanceHead: async () => {} }

/**
 * What would become of events about shipments and parcels. A retailer's shipments and a carrier's parcels are judged by
 * what that party sent itself, so that no answer depends on what others sent.
 */
export function dryRunShipments({ trackingRows, sealer, hashes, parties, clock, ...tools }: DryRunTools): DryHandlers {
  return (party) => {
    const erasures = ownErasures(tools.erasures, party.id)
    const records = trackingRecords({
      rows: ownTrackingRows(trackingRows, party),
      hashes,
      sealer: unwrittenSealer(sealer),
      erased: erasures,
      now: clock,
    })
    const recording = { records, profiles: noHeads, hashes, parties, erasures, telemetry: silentTelemetry }
    const recordShipment = makeRecordShipment(recording)
    return [
      dryHandler(
        [shipmentCreated, trackingNumberAssigned, shipmentCancelled],
        (event) => recordShipment(event, () => {}),
        afterShipment,
      ),
      dryHandler(
        [shipmentProgressed, shipmentDelivered, manifestDeclared],
        makeRecordProgress({ records, parties }),
        afterProgress,
        afterShipper,
      ),
      dryHandler(
        [shipmentErasureRequested],
        (event) => checkErasure({ hashes, erasures }, event),
        () => afterErasureRequest,
      ),
    ]
  }
}

/** A request is always taken. */
async function checkErasure(
  { hashes, erasures }: Pick<DryRunTools, "hashes" | "erasures">,
  { party, data }: ReceivedEvent<typeof shipmentErasureRequested>,
): Promise<Handled> {
  const known = await erasures.get(erasureIdOf(hashes, { retailerId: party.id, shipmentId: data.shipmentId }))
  return known === undefined ? "requested" : "repeated"
}
