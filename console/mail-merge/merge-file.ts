import type { DocumentLanguage } from "../../shared/base/contracts/words.ts"
import { type MergeSlot, mergeSlotNames, mergeSlots, slotsOfDelivery } from "../../shared/desk/dossier/merge-slots.ts"
import { csvOf } from "../parts/csv.ts"
import type { Contact } from "./contacts.ts"
import { groupBy, type Matched } from "./join-orders.ts"
import { orderKey } from "./order-key.ts"

/** What the lines of a mail-merge file say besides who the person is. */
export type MergeWords = {
  readonly language: DocumentLanguage
  /** What a person gives with a question: the party's alias of the case. */
  readonly code: string
  /** The party's own. */
  readonly timeZone: string
}

/**
 * The file for the mailer: its columns are the slots of the notice, and each order has one line, also if it came in
 * several parcels. It begins with a byte order mark, without which spreadsheets read accents wrongly.
 */
export function mergeFile(matched: readonly Matched[], words: MergeWords): string {
  const columns = mergeSlotNames.map((slot) => mergeSlots[slot][words.language])
  const lines = [...groupBy(matched, ({ affected }) => orderKey(affected.reference)).values()].map((parcels) => {
    const line = lineOf(parcels, words)
    return mergeSlotNames.map((slot) => line[slot])
  })
  return csvOf([columns, ...lines])
}

/** How many lines the file has. */
export const linesInMergeFile = (matched: readonly Matched[]): number =>
  new Set(matched.map(({ affected }) => orderKey(affected.reference))).size

function lineOf(parcels: readonly Matched[], words: MergeWords): Record<MergeSlot, string> {
  const [first] = parcels
  return {
    delivery: first?.affected.reference ?? "",
    ...personOf(first?.contact),
    ...slotsOfDelivery(
      parcels.map(({ affected }) => affected),
      words,
    ),
    code: words.code,
  }
}

const personOf = (contact: Contact | undefined) => ({
  firstName: contact?.firstName ?? "",
  lastName: contact?.lastName ?? "",
  email: contact?.email ?? "",
  address: contact?.address ?? "",
  city: contact?.city ?? "",
  postalCode: contact?.postalCode ?? "",
})
