import type { PartyRow } from "../cases/case-rows.ts"
import { toldByPublicNotice } from "./notice-receipts.ts"

/** How many were told, in numbers and as people say it. */
export function progressOf(own: Pick<PartyRow, "shipments" | "told">) {
  const { direct } = own.told
  const publicNotice = toldByPublicNotice(own)
  const told = `${direct.toLocaleString("en")} of ${own.shipments.toLocaleString("en")} told`
  return {
    affected: own.shipments,
    told: direct,
    publicNotice,
    text: publicNotice === 0 ? told : `${told}; ${publicNotice.toLocaleString("en")} by public notice`,
  }
}
