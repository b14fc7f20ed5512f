import { expect, it } from "@jest/globals"
import { alertInWords } from "../../../../infra/cli/doctor/alert-in-words.ts"
import { caseSideExample } from "../../../../shared/base/contracts/breach-case.ts"

it("an alert is told with what was shown and what the law asks, and without what is no alert", () => {
  expect(alertInWords("leafline", { ...caseSideExample, fieldsExposed: ["existence", "phase"] })).toBe(
    "leafline: 6 shipments shown (existence, phase), duties under ca-on-fippa: 1.",
  )
  expect(alertInWords("leafline", { ...caseSideExample, fieldsExposed: ["phase"], duties: [] })).toBe(
    "leafline: 6 shipments shown (phase), no duty yet.",
  )
  expect(alertInWords("leafline", {})).toBeUndefined()
})
