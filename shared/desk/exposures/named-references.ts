import { operatorOf } from "../../base/contracts/tool-name.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import { sortedFields } from "../../intake/tracking/fields.ts"
import type { TrackingRecord } from "../../intake/tracking/joined-record.ts"
import { formatOrderReference, parseOrdinal } from "../../intake/tracking/order-reference.ts"
import { normaliseTrackingNumber } from "../../intake/tracking/record-ids.ts"
import type { RecordReference, TrackingRecords } from "../../intake/tracking/tracking-records.ts"
import { principalOf } from "../../parties/counterparty-id.ts"
import type { Party, ReferenceFormat } from "../../parties/party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { disclosureExpiry, disclosureSortKey, type LedgerKey } from "../../watch/lookups/ledger/disclosure.ts"
import type { EvidenceQuery, NamedReferences } from "../cases/evidence-query.ts"
import { nobodyNamed } from "../cases/exposure.ts"
import { sealReferences, unsealReferences, type WrittenReferences } from "../cases/written-references.ts"
import type { EvidencePage } from "./evidence.ts"

/** References that a report can name. */
export const referencesAtMost = 20_000

/** References of one page. Each costs a query. */
const referencesOnPage = 250

/** The shipments that a report names by their references. What it wrote rests sealed, until they are counted. */
export type ReportedReferences = {
  /** Seals what a party wrote. `name` is the report's, and the same is needed to open it. */
  seal(partyId: string, name: string, written: WrittenReferences): Promise<string>
  /** The next of these shipments, behind `after`, as possibly seen. The page can be empty although there is a next. */
  page(search: EvidenceQuery & { named: NamedReferences }, after?: LedgerKey): Promise<EvidencePage>
}

export function reportedReferences(tools: {
  records: Pick<TrackingRecords, "find">
  sealer: Pick<Sealer, "seal" | "unseal">
  parties: Pick<PartyDirectory, "byId">
}): ReportedReferences {
  const { records, sealer, parties } = tools
  return {
    seal: (partyId, name, written) => sealReferences(sealer, partyId, { name, written }),
    async page(search, after) {
      const { named, retailerId, carrierId, tool } = search
      const partyId = retailerId ?? carrierId ?? ""
      const party = await parties.byId(partyId)
      const written = await unsealReferences(sealer, partyId, named)
      if (party === undefined || written === undefined) return { found: [] }
      const all = referencesOf(written, party) ?? []
      const from = after === undefined ? 0 : Number(after.sortKey)
      const some = all.slice(from, from + referencesOnPage)
      const found = await records.find(some.map((reference) => referenceTo(party, reference)))
      const shipments = found.flat().filter((record) => isMeant(record, search))
      const next = from + some.length
      return {
        found: shipments.map((record) => possiblySeen(record, { named, partyId, tool })),
        ...(next < all.length ? { next: { subject: named.name, sortKey: String(next) } } : {}),
      }
    },
  }
}

/** What a party names its shipments by: a retailer by the numbers of its orders, a carrier by those of its parcels. */
const referenceTo = (party: Party, reference: string): RecordReference =>
  party.kind === "retailer"
    ? { by: "orderReference", retailer: party, orderReference: reference }
    : { by: "trackingNumber", carrierId: party.id, trackingNumber: normaliseTrackingNumber(reference) }

/**
 * Every reference that was written.
 *
 * @returns undefined for a range that the party's numbers do not have, or that ends before it begins
 */
export function referencesOf(written: WrittenReferences, party: Party): readonly string[] | undefined {
  const referenceFormat = party.kind === "retailer" ? party.referenceFormat : party.trackingNumbers?.format
  // An ordinal is the last 12 digits of a number.
  const isNumbered = referenceFormat !== undefined && referenceFormat.digits <= 12
  if ("list" in written)
    return [...new Set(isNumbered ? written.list.map((one) => asPrinted(one, referenceFormat)) : written.list)]
  if (!isNumbered) return undefined
  const [first, last] = [written.first, written.last].map((one) => ordinalAsWritten(one, referenceFormat))
  if (first === undefined || last === undefined || last < first) return undefined
  const count = Math.min(last - first, referencesAtMost) + 1
  return Array.from({ length: count }, (_, place) => formatOrderReference(first + place, referenceFormat))
}

/** The place of a number as people say it: without a check digit, its leading zeros may be left out. */
function ordinalAsWritten(text: string, format: ReferenceFormat): number | undefined {
  const least = format.checkDigit === "none" ? 1 : format.digits
  for (let digits = format.digits; digits >= least; digits--) {
    const ordinal = parseOrdinal(text, { ...format, digits })
    if (ordinal !== undefined) return ordinal
  }
  return undefined
}

function asPrinted(text: string, format: ReferenceFormat): string {
  const ordinal = ordinalAsWritten(text, format)
  return ordinal === undefined ? text : formatOrderReference(ordinal, format)
}

/** A shipment of the tool's carrier, or of the one whose supplier it was. It cannot have been seen before it came. */
function isMeant(
  { carrierId, retailerId, createdAt }: TrackingRecord,
  { tool, named, ...search }: EvidenceQuery & { named: NamedReferences },
): boolean {
  const isInTime = createdAt === undefined || Date.parse(createdAt) <= Date.parse(named.until)
  const isOwn = search.retailerId === undefined || search.retailerId === retailerId
  return carrierId === (principalOf(tool) ?? operatorOf(tool)) && isOwn && isInTime
}

function possiblySeen(
  { recordId, retailerId, shipmentId, carrierId }: TrackingRecord,
  { named, partyId, tool }: { named: NamedReferences; partyId: string; tool: string },
): EvidencePage["found"][number] {
  const { name, fields } = named
  const at = new Date(named.since).toISOString()
  const lastAt = new Date(named.until).toISOString()
  const accessor = nobodyNamed(partyId, name)
  return {
    subject: `subject#${accessor}`,
    network: `network#${accessor}`,
    accessId: name,
    at,
    lastAt,
    sortKey: disclosureSortKey({ at, accessId: name, recordId, proof: "none", provenForExposure: false }),
    recordId,
    retailerId: retailerId ?? carrierId,
    ...(shipmentId === undefined ? {} : { shipmentId }),
    carrierId,
    tool,
    proof: "none",
    provenForExposure: false,
    fields: sortedFields(fields),
    expiresAt: disclosureExpiry(lastAt),
    possible: true,
  }
}
