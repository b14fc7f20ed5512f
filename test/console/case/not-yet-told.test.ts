import { describe, expect, it } from "@jest/globals"
import { notYetTold } from "../../../console/case/not-yet-told.ts"

type Listed = Parameters<typeof notYetTold>[0][number]

const affected = (shipmentId: string, told: Listed["told"] = "no"): Listed => ({ shipmentId, told })
const possible = (shipmentId: string, told: Listed["told"] = "no"): Listed => ({ shipmentId, told, possible: true })
const list = [affected("s1"), affected("s2", "byYou"), possible("p1"), possible("p2", "byOther")]

describe("everybody who was not yet told", () => {
  it("are those of the list whom nobody told, of the kind that the person confirmed", () => {
    expect(notYetTold(list, { whom: "affected", confirmed: 1 })).toEqual({ names: ["s1"], left: 0, more: undefined })
    expect(notYetTold(list, { whom: "possible", confirmed: 2 })).toEqual({ names: ["p1"], left: 0, more: undefined })
  })

  it.each([
    ["affected", [...list, affected("s3")], 1, 2],
    ["possible", [...list, possible("p3")], 2, 3],
    // Everybody was told whom the person saw.
    ["possible", [possible("p1", "byYou"), possible("p2")], 1, 2],
  ] as const)("are nobody if the list holds more %s people than the person confirmed", (whom, grown, before, now) => {
    expect(notYetTold(grown, { whom, confirmed: before })).toEqual({
      names: [],
      left: 0,
      more: { whom, confirmed: now },
    })
  })

  it("are said to be left where the list does not name them", () => {
    const unnamed: Listed = { told: "no", possible: true }
    expect(notYetTold([...list, unnamed], { whom: "possible", confirmed: 5 })).toMatchObject({ names: ["p1"], left: 3 })
    expect(notYetTold(list, { whom: "affected", confirmed: 4 })).toMatchObject({ names: ["s1"], left: 3 })
  })
})
