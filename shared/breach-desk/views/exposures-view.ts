import type { Party } from "../../parties/party.ts"
import type { Sealer } from "../../platform/sealing.ts"
import type { AffectedRow } from "../cases/case-rows.ts"
import { openReferences } from "../exposures/copied-references.ts"
import { notifiedFor } from "../visibility.ts"

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
    ...(row.possible === true ? { possible: true } : {}),
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
      return cell(Array.isArray(value) ? value.join(" ") : value === undefined ? "" : String(value))
    }),
  )
  return [...(isFirst ? [columns] : []), ...lines].map((line) => `${line.join(",")}\r\n`).join("")
}

function cell(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
