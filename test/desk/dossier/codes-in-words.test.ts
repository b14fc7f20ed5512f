import { describe, expect, it } from "@jest/globals"
import { breachCause, documentLanguages, fieldName } from "../../../shared/base/contracts/words.ts"
import { causeInWords, fieldInWords } from "../../../shared/desk/dossier/codes-in-words.ts"
import { entryTypeInWords } from "../../../shared/desk/dossier/entry-types-in-words.ts"
import { timelineEntryType } from "../../../shared/desk/timeline-entry-type.ts"

describe("words for codes", () => {
  it.each(breachCause.options)(
    "has words for the cause %s that name no tool: a breach can be at a supplier",
    (cause) => {
      for (const language of documentLanguages) expect(causeInWords(cause, language)).not.toMatch(/\btool\b|\boutil\b/i)
    },
  )

  it.each(fieldName.options)("has words for the field %s in both languages", (field) => {
    expect(fieldInWords(field, "en")).not.toBe(fieldInWords(field, "fr"))
  })

  it.each(timelineEntryType.options)("has words for the timeline entry %s in both languages", (type) => {
    expect(entryTypeInWords(type, "en")).not.toBe(entryTypeInWords(type, "fr"))
  })
})
