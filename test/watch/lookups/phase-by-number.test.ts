import { expect, it } from "@jest/globals"
import { retailer } from "../../../shared/parties/party.ts"
import { bookByNumber, worldWithParcels } from "./lookup-world.ts"

it("shows a stranger who has the tracking number the phase alone, unless its retailer says no or is discreet (promise: number-shows-phase)", async () => {
  const withPolicy = async (policy: object) => {
    const world = await worldWithParcels({
      change: (party) => (party.id === "maplebooks" ? retailer.parse({ ...party, ...policy }) : party),
    })
    const { status, body } = await world.lookUp(bookByNumber)
    return [status, body, world.disclosures.rows().map(({ fields }) => fields)]
  }
  const phase = [200, { shows: "phase", parcels: [{ phase: "on-its-way" }] }, [["existence", "phase"]]]
  expect(await withPolicy({ disclosure: undefined })).toEqual(phase)
  const nothing = [404, expect.objectContaining({ code: "notFound" }), []]
  expect(await withPolicy({ disclosure: { phaseByTrackingNumber: false } })).toEqual(nothing)
  expect(await withPolicy({ discreet: true })).toEqual(nothing)
})
