import { type ManifestParcel, type manifestDeclared, manifestParcel } from "../../base/contracts/manifest-declared.ts"
import { checkEach, type Problem } from "../../base/contracts/problem.ts"
import type { Shipper } from "../../base/contracts/shipper.ts"
import { chunksOf } from "../../base/platform/chunks-of.ts"
import type { Retailer } from "../../parties/party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { Handled, ReceivedEvent } from "../../parties/received-event.ts"
import type { RecordOutcome, TrackingRecords } from "./tracking-records.ts"

/** Parcels of a manifest that are written at the same time. */
const parcelsAtOnce = 20

export type RecordShippersOptions = {
  records: Pick<TrackingRecords, "recordShipper">
  parties: Pick<PartyDirectory, "retailerByAlias" | "retailerByAccount">
}

/** A parcel, who shipped it as its carrier says, and when the carrier said so (ISO). */
export type Named = {
  parcel: { carrierId: string; trackingNumber: string }
  shipper: Shipper | undefined
  at: string
}

/** Records the shipper of each parcel of a manifest. An entry with an unknown alias is a problem. */
export async function recordManifest(
  options: RecordShippersOptions,
  { party, data, metadata }: ReceivedEvent<typeof manifestDeclared>,
): Promise<Handled> {
  const { good, problems } = checkEach(manifestParcel, data.parcels, "data.parcels")
  const recordOne = async ({ trackingNumber, shipper }: ManifestParcel, index: number): Promise<Problem[]> => {
    const parcel = { carrierId: party.id, trackingNumber }
    const outcome = await recordShipper(options, { parcel, shipper, at: metadata.occurredAt })
    return outcome === "unknownAlias" ? [{ path: unknownAliasPath, rule: "unknownParty", index }] : []
  }
  for (const some of chunksOf(good, parcelsAtOnce)) {
    const found = await Promise.all(some.map(({ value, index }) => recordOne(value, index)))
    problems.push(...found.flat())
  }
  return { outcome: problems.length < data.parcels.length ? "recorded" : "rejected", problems }
}

const unknownAliasPath = "data.parcels[].shipper.retailerAlias"

/**
 * Records the shipper of a parcel. An account that no retailer has is `ignored`, so that a carrier does not learn which
 * of its customers take part.
 */
export async function recordShipper(
  { records, parties }: RecordShippersOptions,
  { parcel, shipper, at }: Named,
): Promise<RecordOutcome | "ignored" | "unknownAlias"> {
  if (shipper === undefined) return "ignored"
  const retailer = await retailerNamed(parties, parcel.carrierId, shipper)
  if (retailer !== undefined) return records.recordShipper(parcel, { retailerId: retailer.id, at })
  return shipper.kind === "account" ? "ignored" : "unknownAlias"
}

/** The retailer that a carrier named. The alias of a discreet retailer counts as unknown. */
async function retailerNamed(
  parties: RecordShippersOptions["parties"],
  carrierId: string,
  shipper: Shipper,
): Promise<Retailer | undefined> {
  if (shipper.kind === "account") return parties.retailerByAccount({ carrierId, account: shipper.account })
  const retailer = await parties.retailerByAlias(shipper.retailerAlias)
  return retailer?.discreet === true ? undefined : retailer
}
