import { describe, expect, it } from "@jest/globals"
import { fieldInWords } from "../../../shared/breach-desk/dossier/codes-in-words.ts"
import { fieldName } from "../../../shared/contracts/words.ts"

describe("words for codes", () => {
  it.each(fieldName.options)("has words for the field %s in both languages", (field) => {
    expect(fieldInWords(field, "en")).not.toBe(fieldInWords(field, "fr"))
  })
})
