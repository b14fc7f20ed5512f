import { describe, expect, it } from "@jest/globals"
import { entryTypeInWords, fieldInWords } from "../../../shared/breach-desk/dossier/codes-in-words.ts"
import { timelineEntryType } from "../../../shared/breach-desk/timeline-entry-type.ts"
import { fieldName } from "../../../shared/contracts/words.ts"

describe("words for codes", () => {
  it.each(fieldName.options)("has words for the field %s in both languages", (field) => {
    expect(fieldInWords(field, "en")).not.toBe(fieldInWords(field, "fr"))
  })

  it.each(timelineEntryType.options)("has words for the timeline entry %s in both languages", (type) => {
    expect(entryTypeInWords(type, "en")).not.toBe(entryTypeInWords(type, "fr"))
  })
})
