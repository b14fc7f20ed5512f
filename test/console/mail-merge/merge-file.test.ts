import { describe, expect, it } from "@jest/globals"
import { parse } from "csv-parse/sync"
import { guessedMapping } from "../../../console/mail-merge/column-roles.ts"
import { contactsOf } from "../../../console/mail-merge/contacts.ts"
import { linesInMergeFile, type MergeWords, mergeFile } from "../../../console/mail-merge/merge-file.ts"
import { readFile } from "../../../console/mail-merge/read-file.ts"
import { affectedOrder, contactOf } from "./affected-orders.ts"
import { bytesOf } from "./shop-files.ts"

const words: MergeWords = {
  language: "en",
  code: "WS-NYPRTQ5MDM",
  timeZone: "America/Toronto",
}
const linesOf = (text: string): Record<string, string>[] => parse(text, { bom: true, columns: true })
const merged = (order: string, change: Parameters<typeof contactOf>[1] = {}) => ({
  affected: affectedOrder(order),
  contact: contactOf(order, change),
})

describe("the file for a mail merge", () => {
  it("has the slots of the notice as its columns, in their language", () => {
    const [line] = linesOf(mergeFile([merged("LL-1")], words))
    expect(line).toEqual({
      Delivery: "LL-1",
      "First name": "Ada",
      "Last name": "Byron",
      Email: "ll1@example.com",
      Address: "12 Elm St",
      City: "Toronto",
      "Postal code": "M5V 2T6",
      "Looked up": "was looked up on 1 November 2026",
      "What was shown": "Shown: the postal code, the date of delivery",
      Code: "WS-NYPRTQ5MDM",
    })
    expect(Object.keys(linesOf(mergeFile([merged("LL-1")], { ...words, language: "fr" }))[0] ?? {})).toContain("Prénom")
  })

  it("has one line for an order in several parcels", () => {
    const second = affectedOrder("ll-1", {
      receiptId: "shp-2",
      fields: ["nature-of-delivery"],
      lastExposureAt: "2026-11-03T10:00:00.000Z",
    })
    const parcels = [merged("LL-1"), { affected: second, contact: contactOf("LL-1") }]
    expect(linesInMergeFile(parcels)).toBe(1)
    expect(linesOf(mergeFile(parcels, words))).toMatchObject([
      {
        "What was shown": "Shown: the postal code, the date of delivery, the nature of the delivery",
        "Looked up": "was looked up between 1 November 2026 and 3 November 2026",
      },
    ])
  })

  it("says what is only possible as possible, and of an order in several parcels only what is known", () => {
    const possible = affectedOrder("LL-1", { isPossible: true, fields: ["address"] })
    const one = (affected: typeof possible) => ({ affected, contact: contactOf("LL-1") })
    expect(linesOf(mergeFile([one(possible)], words))).toMatchObject([
      {
        "Looked up": "may have been looked up on 1 November 2026",
        "What was shown": "May have been shown: the delivery address",
      },
    ])
    const french = { ...words, language: "fr" as const }
    expect(linesOf(mergeFile([one(possible)], french))).toMatchObject([
      {
        Consultation: "a peut-être été consultée le 1er novembre 2026",
        "Ce qui a été affiché": "Peut-être affiché : l’adresse de livraison",
      },
    ])
    expect(linesOf(mergeFile([one(possible), one(affectedOrder("LL-1"))], words))).toMatchObject([
      {
        "Looked up": "was looked up on 1 November 2026",
        "What was shown": "Shown: the postal code, the date of delivery",
      },
    ])
  })

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\n=1", "＝1", "＠A1"])(
    "marks %j as text",
    (lastName) => {
      const [line] = linesOf(mergeFile([merged("LL-1", { lastName })], words))
      expect(line?.["Last name"]).toBe(`'${lastName}`)
    },
  )

  it("keeps quotation marks, commas and line breaks in their cell", () => {
    const address = 'Unit "4", 12 Elm St\nRear'
    expect(linesOf(mergeFile([merged("LL-1", { address })], words))[0]?.["Address"]).toBe(address)
  })

  it("can be opened here again, and says the same", () => {
    const contact = contactOf("LL-1", { lastName: "=Byron", firstName: "Zoé" })
    const table = readFile(bytesOf(mergeFile([{ affected: affectedOrder("LL-1"), contact }], words)))
    if ("unreadable" in table) throw new Error(table.unreadable)
    const { source, mapping } = guessedMapping(table.columns)
    expect(source).toBe("mailMerge")
    expect(contactsOf(table, mapping)).toEqual([contact])
  })
})
