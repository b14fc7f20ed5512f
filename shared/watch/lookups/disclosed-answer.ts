import type { FieldName, PartyKind } from "../../base/contracts/words.ts"
import type { TrackingRecord } from "../../intake/tracking/joined-record.ts"
import { type LookupAnswer, type Shown, showDetails, showOwn, showPhase } from "../../intake/tracking/lookup-answer.ts"
import { type LookupView, lookupView } from "../../intake/tracking/lookup-view.ts"
import type { Retailer } from "../../parties/party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { Claim } from "./claim.ts"
import type { Lookup } from "./lookup.ts"
import type { AskedFor } from "./references/looked-up.ts"

type DisclosedRecord = { readonly record: TrackingRecord; readonly fields: readonly FieldName[] }
/** An answer, and which fields of which records it reveals. */
export type DisclosedAnswer = { readonly answer: LookupAnswer; readonly records: readonly DisclosedRecord[] }

/** The part of the records that this claim opens; undefined if that is nothing. */
export async function discloseRecords(
  parties: PartyDirectory,
  { caller }: Lookup,
  asked: AskedFor,
  { proof, records }: Claim,
): Promise<DisclosedAnswer | undefined> {
  const known = await parties.byIds(records.flatMap((record) => ownerOf(record) ?? []))
  // Shipments of a retailer that has left the exchange are not shown.
  const shown = records.filter((record) => {
    const owner = ownerOf(record)
    return owner === undefined || known.get(owner)?.kind === "retailer"
  })
  if (shown.length === 0) return undefined
  const retailers = [...known.values()].filter((party) => party.kind === "retailer")
  const policy = retailers.length > 1 ? strictest(retailers) : retailers[0]
  const view = lookupView({ by: asked.by, proof, retailer: policy })
  return showAs(view, shown, policy, caller?.party.kind ?? "carrier")
}

const ownerOf = ({ retailerId, shipperId }: TrackingRecord): string | undefined => retailerId ?? shipperId

type Policy = Pick<Retailer, "alias" | "discreet" | "disclosure">

/** What may be shown of a parcel that several retailers claim: what all of them show, and the name of none. */
function strictest(retailers: readonly Policy[]): Policy {
  const all = (shows: "phaseByTrackingNumber" | "pickupPoint" | "signatureRecorded") =>
    retailers.every(({ disclosure }) => disclosure[shows])
  return {
    alias: "",
    discreet: retailers.some(({ discreet }) => discreet),
    disclosure: {
      phaseByTrackingNumber: all("phaseByTrackingNumber"),
      retailerAlias: false,
      pickupPoint: all("pickupPoint"),
      signatureRecorded: all("signatureRecorded"),
    },
  }
}

function showAs(
  view: LookupView,
  records: readonly TrackingRecord[],
  retailer: Policy | undefined,
  to: PartyKind,
): DisclosedAnswer | undefined {
  switch (view) {
    case "nothing":
      return undefined
    case "phase": {
      const shown = records.map((record) => ({ record, ...showPhase(record) }))
      return { answer: { shows: "phase", parcels: onePerParcel(shown).map(partOf) }, records: shown }
    }
    case "details": {
      if (retailer === undefined) return undefined
      const shown = records.map((record) => ({ record, ...showDetails(record, retailer.disclosure) }))
      const alias = retailer.disclosure.retailerAlias ? { retailer: retailer.alias } : {}
      return { answer: { shows: "details", ...alias, parcels: shown.map(partOf) }, records: shown }
    }
    case "own": {
      const shown = records.map((record) => ({ record, ...showOwn(record, to) }))
      const parts = to === "carrier" ? onePerParcel(shown) : shown
      return { answer: { shows: "own", parcels: parts.map(partOf) }, records: shown }
    }
  }
}

/** Without the further shipments in one parcel, so that an answer does not show that several share it. */
function onePerParcel<Part>(shown: readonly (Shown<Part> & { record: TrackingRecord })[]) {
  return [
    ...new Map(shown.toReversed().map((one) => [one.record.parcelId ?? one.record.recordId, one])).values(),
  ].reverse()
}

function partOf<Part>({ part }: Shown<Part>): Part {
  return part
}
