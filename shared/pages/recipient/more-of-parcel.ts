import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { accessesLetter } from "../../desk/api/accesses-letter.ts"
import { type AccessReader, accessesOf } from "../../desk/api/accesses-of-shipment.ts"
import { knownOfLookups } from "../../desk/api/known-of-lookups.ts"
import { type NoticeReader, type NoticesAbout, noticesAbout } from "../../desk/api/recipient-notice.ts"
import type { TrackingRecord } from "../../intake/tracking/joined-record.ts"
import { paragraph, type Section } from "../../parties/channels/letter.ts"
import type { Retailer } from "../../parties/party.ts"
import type { Opened } from "../../watch/lookups/lookup.ts"
import { wordsIn } from "./page-words.ts"
import type { MoreOfParcel } from "./parcel-page.ts"

/** Lookups on the page of a shipment. Somebody who looks a parcel up all day must not make its page too large. */
const mostAccesses = 300

/** What it reads. Without cases it says nothing of notices, since it knows nothing of them. */
export type MoreReader = AccessReader & Omit<NoticeReader, "cases"> & Partial<Pick<NoticeReader, "cases">>

/** A shipment that a lookup opened, with its retailer. */
type OpenedShipment = {
  readonly record: TrackingRecord
  readonly shipmentId: string
  readonly retailer: Retailer
}

/**
 * What a recipient may read beside the parcel. Who looked it up: with its link alone. Whether people were notified of a
 * breach: with a proof that counts, so not with a postal code among guesses.
 */
export async function moreOfParcel(
  reader: MoreReader,
  { records, proof, proven }: Opened,
  language: DocumentLanguage,
): Promise<MoreOfParcel> {
  const shipments: OpenedShipment[] = []
  for (const record of records) {
    const { retailerId, shipmentId } = record
    const retailer = retailerId === undefined ? undefined : await reader.parties.retailerById(retailerId)
    if (retailer !== undefined && shipmentId !== undefined) shipments.push({ record, shipmentId, retailer })
  }
  const timeZone = shipments[0]?.retailer.jurisdiction.timeZone ?? "UTC"
  const { cases } = reader
  const asksNotices = proven && cases !== undefined
  return {
    timeZone,
    ...(asksNotices ? await noticesOf({ ...reader, cases }, shipments, language) : {}),
    ...(proof === "linkToken" ? { accesses: await ofEach(shipments, (one) => accessesTo(reader, one, language)) } : {}),
  }
}

async function ofEach(
  shipments: readonly OpenedShipment[],
  sectionsOf: (one: OpenedShipment) => Promise<readonly Section[]>,
): Promise<readonly Section[]> {
  const sections: Section[] = []
  for (const one of shipments) sections.push(...(await sectionsOf(one)))
  return sections
}

async function noticesOf(
  reader: NoticeReader,
  shipments: readonly OpenedShipment[],
  language: DocumentLanguage,
): Promise<Required<Pick<MoreOfParcel, "notices" | "isShown">>> {
  const all: NoticesAbout[] = []
  for (const { record, retailer } of shipments)
    all.push(await noticesAbout(reader, { retailerId: retailer.id, recordId: record.recordId }, language))
  return { notices: all.flatMap(({ sections }) => sections), isShown: all.some(({ isShown }) => isShown) }
}

async function accessesTo(
  reader: MoreReader,
  { record, shipmentId, retailer }: OpenedShipment,
  language: DocumentLanguage,
): Promise<readonly Section[]> {
  const accesses = await accessesOf(reader, retailer, [record])
  const known = await knownOfLookups(reader, { shipments: [record], accesses })
  const shown = { accesses: accesses.slice(-mostAccesses), known }
  const { sections } = accessesLetter(retailer, [shipmentId], shown, language)
  const { onlyLatest } = wordsIn(language)
  const note = paragraph({ text: onlyLatest.replace("{count}", String(mostAccesses)) })
  return accesses.length > mostAccesses ? [note, ...sections] : sections
}
