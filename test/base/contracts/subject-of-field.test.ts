import { expect, it } from "@jest/globals"
import { beyondPurchaser } from "../../../shared/base/contracts/subject-of-field.ts"

it.each([
  [["purchaser", "payment"], []],
  [["signatory-name-or-initials", "purchaser"], ["signer"]],
  [
    ["signature-recorded", "postal-code"],
    ["recipient", "signer"],
  ],
  [[], []],
] as const)("%j tells of these people beside the one who ordered: %j", (fields, people) => {
  expect(beyondPurchaser(fields)).toEqual(people)
})
