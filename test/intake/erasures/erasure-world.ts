import { shipmentErasureRequested } from "../../../shared/base/contracts/shipment-erasure-requested.ts"
import { makeFindEvidence } from "../../../shared/desk/erasing/held-evidence.ts"
import { type ErasureTools, makeEraseShipment, sweepErasures } from "../../../shared/intake/erasures/erase-shipment.ts"
import type { FindParts } from "../../../shared/intake/erasures/found-part.ts"
import { parcelIdsOf } from "../../../shared/intake/tracking/parcel-ids.ts"
import { makeFindLookups } from "../../../shared/watch/lookups/erasing/find-lookups.ts"
import type { Disclosure } from "../../../shared/watch/lookups/ledger/disclosure.ts"
import { breachWorld, seen, type WorldOptions } from "../../desk/breach-world.ts"
import { memoryAccessProfiles } from "../../watch/detection/memory-stores.ts"

/** The breach desk, and what erases shipments. What the stage leaves out from some time on, it does not look for. */
export function erasureWorld(options: WorldOptions = {}) {
  const world = breachWorld(options)
  const { desk, directory, records, disclosures, disclosureLog, hashes, sealer, exchange, clock } = world
  const { erasures } = records
  const profiles = memoryAccessProfiles(options.interrupt)
  const { cases, laws } = desk
  const findEvidence = makeFindEvidence({ cases, laws, parties: directory, clock })
  const leftOut = new Set<"desk" | "proof">()
  const findParts: FindParts = (shipment) =>
    makeFindLookups({
      disclosures,
      log: leftOut.has("proof") ? undefined : disclosureLog,
      profiles,
      findEvidence: leftOut.has("desk") ? undefined : findEvidence,
      parties: directory,
      hashes,
    })(shipment)
  const tools: ErasureTools = {
    findParts,
    erasures,
    records,
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
    findParts,
    /** Deploys the stage anew without a part, whose table stays as it is. */
    leaveOut: (part: "desk" | "proof") => leftOut.add(part),
    takeBack: (part: "desk" | "proof") => leftOut.delete(part),
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

export type ErasureWorld = ReturnType<typeof erasureWorld>

/** A lookup by a customer who proved to be one. */
export const proven = (number: number, change: Partial<Disclosure> = {}) =>
  seen(number, { subject: `subject#customer-${number}`, proof: "linkToken", provenForExposure: true, ...change })

const settlingSeconds = 16 * 60

/** Sweeps once what was removed is looked for again. */
export async function sweepLater(world: ErasureWorld): Promise<void> {
  world.passSeconds(settlingSeconds)
  await world.sweep()
}

/** Retries until nothing fails, as the queue of the function does. */
export async function untilHandled(handle: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      await handle()
      return
    } catch {
      // The next attempt does all of it again.
    }
  }
  throw new Error("never handled")
}

/** What every table says of one shipment, as text. */
export function tracesIn(world: ErasureWorld, shipmentId: string): string[] {
  const parcelId = parcelIdsOf(world.hashes, "northpost", `NP${shipmentId.slice(1).padStart(6, "0")}CA`)[0] ?? ""
  const rows = [
    ...world.records.rows(),
    ...world.disclosures.rows(),
    ...world.erasures.rows().filter(({ kind }) => kind === "shipment"),
    ...world.cases.rows(),
    ...world.disclosureLog.rows(),
  ]
  const marks = [`#${shipmentId}"`, `"${shipmentId}"`, parcelId]
  return rows.map((row) => JSON.stringify(row)).filter((text) => marks.some((mark) => text.includes(mark)))
}
