import { shipmentErasureRequested } from "../../shared/contracts/shipment-erasure-requested.ts"
import { memoryAccessProfiles } from "../../shared/detection/profiles/memory-access-profiles.ts"
import { type ErasureTools, makeEraseShipment, sweepErasures } from "../../shared/erasures/erase-shipment.ts"
import { breachWorld, type WorldOptions } from "../breach-desk/breach-world.ts"

/** The breach desk, and what erases shipments. */
export function erasureWorld(options: WorldOptions = {}) {
  const world = breachWorld(options)
  const { desk, directory, records, disclosures, disclosureLog, hashes, sealer, exchange, clock } = world
  const { erasures } = records
  const profiles = memoryAccessProfiles(options.interrupt === undefined ? {} : { interrupt: options.interrupt })
  const tools: ErasureTools = {
    erasures,
    records,
    disclosures,
    log: disclosureLog,
    profiles,
    cases: desk.cases,
    laws: desk.laws,
    parties: directory,
    hashes,
    sealer,
    publisher: exchange.publisher,
    clock,
  }
  const erase = makeEraseShipment(tools)
  return {
    ...world,
    erasures,
    profiles,
    /** A party asks for the erasure of a shipment. */
    async request(shipmentId: string, { by = "leafline", at = "2026-11-01T14:05:00.000Z", id = "erase-1" } = {}) {
      const party = directory.named(by)
      if (party === undefined) throw new Error("no such party")
      const metadata = { id, occurredAt: at, correlationId: id, version: 1 }
      const { detailType } = shipmentErasureRequested
      const contract = shipmentErasureRequested
      const event = { contract, detailType, party, eventBridgeId: id, metadata, data: { shipmentId }, receivedAt: at }
      return erase(event)
    },
    sweep: () => sweepErasures(tools),
  }
}
