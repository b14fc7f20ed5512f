import { describe, expect, it } from "@jest/globals"
import { houseNumberOf } from "../../../shared/intake/tracking/house-number.ts"

describe("the house number", () => {
  it.each([
    ["12 Main St", "12"],
    ["12 rue de l'Église", "12"],
    ["12 bis, rue X", "12"],
    ["12a Main St", "12A"],
    ["12 A Main St", "12A"],
    ["12 E Main St", "12"],
    ["012 Main St", "12"],
    ["12 5th Ave", "12"],
    ["12 1/2 Main St", "12"],
    ["12½ Main St", "12"],
    ["12-34 Main St", "34"],
    ["12 – 34 Main St", "34"],
    ["3/34 Main St", "34"],
    ["B12-34 Main St", "34"],
    ["Apt 3, 12 Main St", "12"],
    ["Apt. 3B 12 Main St", "12"],
    ["#3 12 Main St", "12"],
    ["12 Main St #3", "12"],
    ["12 Main St, Unit 4", "12"],
    ["12, 3rd Floor, Main St", "12"],
    ["100 rue Ste-Catherine", "100"],
    ["Maple House, 12 Main St", "12"],
    ["Hauptstr. 5a", "5A"],
    ["Hauptstraße 5 a", "5A"],
    ["Straße des 17. Juni 135", "135"],
    ["Calle Mayor 5, 2º B", "5"],
    ["PO Box 12", "12"],
    ["P.O. Box 0012", "12"],
    ["CP 12", "12"],
    ["C.P. 12, succ. A", "12"],
    ["12 Main St, PO Box 34", "12"],
    ["RR 3, Box 12", "12"],
  ])("of %p is %s", (line, number) => {
    expect(houseNumberOf(line)).toBe(number)
  })

  it.each([
    ["12", "12"],
    [" 12 a ", "12A"],
    ["12A", "12A"],
    ["12 E", "12E"],
    ["No. 12", "12"],
    ["34-12", "12"],
    ["Apt 3, 12", "12"],
  ])("typed as %p is %s", (typed, number) => {
    expect(houseNumberOf(typed)).toBe(number)
  })

  it.each(["", "Main St", "General Delivery", "Rose Cottage", "Apt 3", "#", "9".repeat(300)])(
    "is not in %p",
    (line) => {
      expect(houseNumberOf(line)).toBeUndefined()
    },
  )
})
