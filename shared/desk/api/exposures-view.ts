import type { DocumentLanguage } from "../../base/contracts/words.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import type { Party } from "../../parties/party.ts"
import type { AffectedRow } from "../cases/case-rows.ts"
import { type MergeSlot, mergeSlotNames, mergeSlots, slotsOfDelivery } from "../dossier/merge-slots.ts"
import { openReferences } from "../exposures/copied-references.ts"
import { notifiedFor } from "../visibility.ts"
import { csvLine } from "./csv-line.ts"

/** One affected shipment as its party sees it, with the party's own references in the clear. */
export async function shipmentView(sealer: Pick<Sealer, "unseal">, party: Party, row: AffectedRow) {
  const { orderReference, trackingNumber } = await openReferences(sealer, row)
  return {
    ...(party.kind === "retailer"
      ? {
          ...(row.shipmentId === undefined ? {} : { shipmentId: row.shipmentId }),
          ...(orderReference === undefined ? {} : { orderReference }),
        }
      : trackingNumber === undefined
        ? {}
        : { trackingNumber }),
    fields: row.fields,
    firstExposureAt: row.firstAt,
    lastExposureAt: row.lastAt,
    accessors: row.accessors,
    told: notifiedFor(party, row.receipts),
    ...(row.possible === true ? { possible: true as const } : {}),
  }
}

export type ShipmentView = Awaited<ReturnType<typeof shipmentView>>

/**
 * A page of affected shipments as CSV (RFC 4180). The first page begins with the names of the columns, so that the
 * pages one after the other are the whole file. Cells that a spreadsheet would read as a formula are marked as text.
 */
export function shipmentsAsCsv(
  party: Pick<Party, "kind">,
  rows: readonly ShipmentView[],
  { isFirst }: { isFirst: boolean },
): string {
  const references = party.kind === "retailer" ? ["shipmentId", "orderReference"] : ["trackingNumber"]
  const columns = [...references, "fields", "firstExposureAt", "lastExposureAt", "accessors", "told", "possible"]
  const lines = rows.map((row) =>
    columns.map((column) => {
      const value: unknown = Reflect.get(row, column)
      return Array.isArray(value) ? value.join(" ") : value === undefined ? "" : String(value)
    }),
  )
  return [...(isFirst ? [columns] : []), ...lines].map(csvLine).join("")
}

/**
 * A page of affected shipments as the list for a mail merge: its columns are the slots of the notices, in their
 * language. Those that only the party can fill are empty. The first page begins with a byte order mark, without which
 * spreadsheets read accents wrongly.
 *
 * @param code what a person gives with a question: the party's alias of the case
 */
export function shipmentsForMailMerge(
  party: Pick<Party, "kind" | "jurisdiction">,
  rows: readonly ShipmentView[],
  { isFirst, language, code }: { isFirst: boolean; language: DocumentLanguage; code: string },
): string {
  const { timeZone } = party.jurisdiction
  const lines = rows.map((row) => {
    const filled: Partial<Record<MergeSlot, string | undefined>> = {
      delivery: numberThatIsKnown(row),
      ...slotsOfDelivery([{ ...row, isPossible: row.possible === true }], { timeZone, language }),
      code,
    }
    return mergeSlotNames.map((slot) => filled[slot] ?? "")
  })
  const columns = mergeSlotNames.map((slot) => mergeSlots[slot][language])
  const text = [...(isFirst ? [columns] : []), ...lines].map(csvLine).join("")
  return isFirst ? `\ufeff${text}` : text
}

/** What the person has in hand: the number of the order from a retailer, the tracking number from a carrier. */
function numberThatIsKnown(row: ShipmentView): string | undefined {
  if ("trackingNumber" in row) return row.trackingNumber
  if ("orderReference" in row) return row.orderReference
  return "shipmentId" in row ? row.shipmentId : undefined
}
