import { expect, it } from "@jest/globals"
import { castOf } from "../../../../infra/local/replay/cast.ts"
import { scenario2018 as scenario } from "../../../../infra/local/replay/scenario.ts"
import { isOpaque } from "../../../../shared/base/contracts/opaque-id.ts"

it("gives parcels ids that the contracts take, in every run", () => {
  // In runs 8, 23 and 27 an id of base64url had the form of a postal code.
  for (const run of ["r8", "r23", "r27"]) {
    const { observed, guarded } = castOf(scenario, run)
    const ids = [...observed.parcels, ...guarded.parcels].map(({ shipmentId }) => `c-${shipmentId}`)
    expect(ids.filter((id) => !isOpaque(id))).toEqual([])
  }
})

it("spreads a share of the parcels to Québec evenly, and sends none there unless the scenario says so", () => {
  const places = (shareInQuebec: number) => {
    const assumed = { ...scenario.assumed, shareInQuebec }
    const publicRecord = { ...scenario.publicRecord, ordersAccessed: 300 }
    const { parcels } = castOf({ ...scenario, publicRecord, assumed }, "r1").observed
    return parcels.flatMap(({ postalCode }, place) => (postalCode.startsWith("H") ? [place] : []))
  }
  expect(places(1 / 30)).toEqual(Array.from({ length: 10 }, (_, index) => index * 30 + 29))
  expect(places(0)).toEqual([])
})
