import type { PartyRow } from "../cases/case-rows.ts"
import { notifiedByPublicNotice } from "./notice-receipts.ts"

/** How many people were notified, in numbers and as a sentence. */
export function progressOf(own: Pick<PartyRow, "shipments" | "notified">) {
  const { direct } = own.notified
  const publicNotice = notifiedByPublicNotice(own)
  const directly = `${direct.toLocaleString("en")} of ${own.shipments.toLocaleString("en")} recorded as notified`
  return {
    affected: own.shipments,
    told: direct,
    publicNotice,
    text: publicNotice === 0 ? directly : `${directly}; ${publicNotice.toLocaleString("en")} by public notice`,
  }
}
