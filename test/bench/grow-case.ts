import { caseKeys } from "../../shared/desk/cases/case-keys.ts"
import type { AffectedRow, PartyRow } from "../../shared/desk/cases/case-rows.ts"
import { sealOwnerOf } from "../../shared/desk/exposures/copied-references.ts"
import { type BreachWorld, soleCase } from "../desk/breach-world.ts"

/** Rows in one commit. */
const rowsAtOnce = 90

/**
 * Lets the case of a world have so many shipments in all, as if each had been looked up ten seconds after the one
 * before. It writes their rows alone: a hundred thousand lookups through the whole desk take minutes.
 */
export async function growCase(world: BreachWorld, shipments: number): Promise<void> {
  const [like] = world.rowsOf("affected")
  if (like === undefined) throw new Error("The case has no shipment")
  const { length: before } = world.rowsOf("affected")
  for (let number = before + 1; number <= shipments; number += rowsAtOnce) {
    const numbers = Array.from({ length: Math.min(rowsAtOnce, shipments - number + 1) }, (_, place) => number + place)
    await store(world, await Promise.all(numbers.map((one) => affectedRow(world, like, one))))
  }
  await store(
    world,
    world.rowsOf("party").map((row) => withShipments(row, shipments)),
  )
}

async function store(world: BreachWorld, items: readonly (AffectedRow | PartyRow)[]): Promise<void> {
  const current = soleCase(world)
  const commit = { case: { ...current, version: current.version + 1 }, items, pointers: [] }
  if ((await world.cases.commit(commit)) === "conflict") throw new Error("Somebody else changed the case")
}

/** The shipment of this number, named as `shipParcel` names it. */
async function affectedRow(world: BreachWorld, like: AffectedRow, number: number): Promise<AffectedRow> {
  const { caseId, retailerId } = like
  const shipmentId = `s${number}`
  const recordId = `SHIPMENT#${retailerId}#${shipmentId}`
  const seal = (field: string, text: string) => world.sealer.seal(sealOwnerOf(caseId), recordId, field, text)
  const padded = String(number).padStart(6, "0")
  const at = new Date(Date.parse(like.firstAt) + number * 10_000).toISOString()
  return {
    ...like,
    ...caseKeys.affected(caseId, recordId),
    recordId,
    shipmentId,
    firstAt: at,
    lastAt: at,
    sealedOrderReference: await seal("orderReference", `LL-0${padded}`),
    sealedTrackingNumber: await seal("trackingNumber", `NP${padded}CA`),
  }
}

const withShipments = (row: PartyRow, shipments: number): PartyRow => ({
  ...row,
  shipments,
  exposures: shipments,
  shipmentsByField: Object.fromEntries(Object.keys(row.shipmentsByField).map((field) => [field, shipments])),
})
