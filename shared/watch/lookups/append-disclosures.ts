import type { Proof } from "../../base/contracts/words.ts"
import type { TrackingRecord } from "../../intake/tracking/joined-record.ts"
import { networkKey, prefixKey, subjectKey, subjectKeys } from "../detection/accessor.ts"
import type { Restriction } from "../detection/restrictions/restriction.ts"
import { blockKey } from "../detection/retailers/number-blocks.ts"
import type { DisclosedAnswer } from "./disclosed-answer.ts"
import type { KnownVisitor } from "./guesses/known-parcels.ts"
import {
  asRepeat,
  type Disclosure,
  disclosedPrefix,
  disclosureExpiry,
  disclosureSortKey,
  provenForExposure,
} from "./ledger/disclosure.ts"
import type { LookUpShipmentOptions } from "./lookup.ts"
import type { Observation } from "./recording/access-observer.ts"
import type { LookedUp } from "./references/looked-up.ts"

/** What a guarded lookup shows, and to which visitor. */
type Showing = {
  readonly visitor: KnownVisitor
  readonly lookedUp: Pick<LookedUp, "series" | "ordinal">
  readonly proof: Proof
  /** Whether the postal code was a guess among others. */
  readonly guessed: boolean
  readonly shown: DisclosedAnswer
  readonly observation: Observation
  readonly restrictions: readonly Restriction[]
}

/**
 * Records in the ledger what a guarded lookup is about to show.
 *
 * @returns whether the visitor proved that it may see it, so that it is no exposure
 */
export async function appendDisclosures(
  { disclosures, randomId }: Pick<LookUpShipmentOptions, "disclosures" | "randomId">,
  showing: Showing,
): Promise<boolean> {
  const { visitor, lookedUp, proof, shown, observation } = showing
  const { failedChallenges, isRepeat } = observation
  const proven = provenForExposure({ proof, failedChallenges, hasAnomaly: hasAnomaly(showing) })
  const accessId = randomId()
  const { accessor, at } = visitor
  const lookups = shown.records.map(
    ({ record, fields }): Disclosure => ({
      subject: subjectKey(accessor),
      sortKey: disclosureSortKey({ at, accessId, recordId: record.recordId, proof, provenForExposure: proven }),
      accessId,
      at,
      network: networkKey(accessor),
      ...disclosedPrefix(proof, prefixKey(accessor)),
      ...ownerOf(record),
      ...(proven && proof !== "postalCode" ? {} : blockOf(lookedUp, accessor.vouchedBy)),
      tool: "guarded",
      proof,
      provenForExposure: proven,
      fields: [...fields],
      expiresAt: disclosureExpiry(at),
    }),
  )
  // What a repeat says is in the ledger most often, so that is read first.
  if (isRepeat) await disclosures.appendAll(lookups.map(asRepeat))
  else await Promise.all(lookups.map((lookup) => disclosures.append(lookup)))
  return proven
}

function hasAnomaly({ visitor, guessed, observation, restrictions }: Showing): boolean {
  const subjects = subjectKeys(visitor.accessor)
  return (
    guessed ||
    observation.flooding ||
    restrictions.some((row) => subjects.includes(row.accessorKey) && row.releasedAt === undefined) ||
    observation.findings.some(({ restricts }) => restricts === "subject")
  )
}

function ownerOf({ recordId, retailerId, shipmentId, carrierId }: TrackingRecord) {
  return {
    recordId,
    retailerId: retailerId ?? carrierId,
    ...(shipmentId === undefined ? {} : { shipmentId }),
    carrierId,
  } satisfies Partial<Disclosure>
}

function blockOf({ series, ordinal }: Showing["lookedUp"], vouchedBy: string | undefined): { block?: string } {
  return series === undefined || ordinal === undefined ? {} : { block: blockKey(series, ordinal, vouchedBy) }
}
