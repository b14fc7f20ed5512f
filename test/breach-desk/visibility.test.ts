import { describe, expect, it } from "@jest/globals"
import { dutiesToldTo } from "../../shared/breach-desk/visibility.ts"
import { duty } from "../builders/duty.ts"

const at = "2026-11-10T12:00:00Z"
describe("a carrier's duty to people of no known retailer, beside those to the people of each", () => {
  const towards = duty({ towards: "leafline" })

  it("is nobody else's business", () => {
    const rest = duty({})
    expect(dutiesToldTo([rest, towards], "leafline")).toEqual([towards])
    expect(dutiesToldTo([rest, towards], "maplebooks")).toEqual([])
    expect(dutiesToldTo([rest, towards], "northpost")).toEqual([rest, towards])
    expect(dutiesToldTo([rest], "leafline")).toEqual([rest])
  })

  it("stays with the retailer that asked for it or stepped in before it was divided", () => {
    const by = { by: "leafline", at }
    for (const rest of [
      duty({ state: "requested", requests: [by] }),
      duty({ state: "takenOver", takenOver: by }),
      duty({ state: "offered", offered: by }),
    ]) {
      expect(dutiesToldTo([rest, towards], "leafline")).toEqual([rest, towards])
      expect(dutiesToldTo([rest, towards], "maplebooks")).toEqual([])
    }
  })
})
