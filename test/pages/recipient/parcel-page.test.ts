import { expect, it } from "@jest/globals"
import { english } from "../../../shared/pages/recipient/page-words-en.ts"
import { parcelPage } from "../../../shared/pages/recipient/parcel-page.ts"

const times = { orderedAt: "2026-11-04T14:00:00.000Z", since: "2026-11-05T09:00:00.000Z" }

it.each([
  ["expected", false, undefined],
  ["on-its-way", false, undefined],
  ["delivered", false, english.signatureNo],
  ["delivered", true, english.signatureYes],
] as const)(
  "says that nobody signed only of a delivery that it knows of (%s, %s)",
  (phase, signatureRecorded, said) => {
    const { content } = parcelPage({
      language: "en",
      answer: { shows: "details", retailer: "Leafline", parcels: [{ phase, dates: times, signatureRecorded }] },
      more: { timeZone: "America/Toronto" },
      sent: new Map(),
    })
    const all = [english.signatureNo, english.signatureYes]
    expect(all.filter((sentence) => String(content).includes(sentence))).toEqual(said === undefined ? [] : [said])
  },
)
