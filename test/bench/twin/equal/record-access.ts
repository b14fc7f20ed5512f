/** `TrackingAccessed`: parcels, restrictions and the ledger in batches; profiles one after the other, by time. */
import { BatchGetCommand } from "@aws-sdk/lib-dynamodb"
import * as z from "zod"
import { toolOf } from "../../../../shared/base/contracts/tool-name.ts"
import { fieldName, lookupOutcome, proof } from "../../../../shared/base/contracts/words.ts"
import type { Access } from "../../../../shared/watch/detection/access.ts"
import { noVolume, addVolume as sumOf } from "../../../../shared/watch/detection/charts/volume.ts"
import type { DetectedFinding } from "../../../../shared/watch/detection/detect-access.ts"
import { blockKey } from "../../../../shared/watch/detection/retailers/number-blocks.ts"
import { networkOf } from "../../../../shared/watch/detection/visitor/client-network.ts"
import { provenForExposure } from "../../../../shared/watch/lookups/ledger/disclosure.ts"
import { keyedDigest } from "../keyed-digest.ts"
import { documents } from "../powertools.ts"
import { onceHandler } from "./idempotent.ts"
import { appendAll, entryOf } from "./ledger.ts"
import { detect } from "./profiles.ts"
import { parcelRow, recordsTable } from "./records.ts"
import { parcelIdOf } from "./references.ts"
import { raise, restrictedOf } from "./restrictions.ts"
import { addVolume } from "./retailer.ts"

const carrierId = "northpost"
/** What one BatchGetItem reads. */
const accessesAtOnce = 100

const reportedAccess = z.object({
  accessId: z.string(),
  at: z.iso.datetime(),
  reference: z.object({ kind: z.literal("trackingNumber"), trackingNumber: z.string() }),
  accessor: z.object({ kind: z.literal("raw"), ip: z.union([z.ipv4(), z.ipv6()]), session: z.string().optional() }),
  outcome: lookupOutcome,
  proof,
  fields: z.array(fieldName),
})
const trackingAccessed = z.object({
  metadata: z.object({ id: z.string(), occurredAt: z.iso.datetime() }),
  data: z.object({ accesses: z.array(reportedAccess) }),
})
type Reported = z.output<typeof reportedAccess>
type Parcel = z.output<typeof parcelRow>

export const handler = onceHandler(trackingAccessed, async ({ data }) => {
  const accesses = data.accesses.toSorted((one, other) => one.at.localeCompare(other.at))
  for (let from = 0; from < accesses.length; from += accessesAtOnce)
    await recordAll(accesses.slice(from, from + accessesAtOnce))
})

async function recordAll(reported: readonly Reported[]): Promise<void> {
  const parcels = await parcelsOf(reported)
  const seen = reported.flatMap((one) => {
    const parcel = parcels.get(parcelIdOf(carrierId, one.reference.trackingNumber))
    return parcel === undefined ? [] : [{ reported: one, parcel, access: accessOf(one, parcel) }]
  })
  const restricted = await restrictedOf(seen.map(({ access }) => `subject#${access.subject.fingerprint}`))
  let volume = noVolume
  const entries = []
  const found: { access: Access; findings: readonly DetectedFinding[] }[] = []
  for (const { reported: one, parcel, access } of seen) {
    const detection = await detect(access)
    volume = sumOf(volume, detection.volume)
    found.push({ access, findings: detection.findings })
    const hasAnomaly = restricted.has(`subject#${access.subject.fingerprint}`)
    const proven = provenForExposure({ proof: one.proof, failedChallenges: detection.failedChallenges, hasAnomaly })
    if (one.outcome === "hit") entries.push(disclosureOf(one, { parcel, access, proven }))
  }
  // The ledger comes first, so that a reader of an anomaly finds what its accessor saw.
  await appendAll(entries)
  for (const { access, findings } of found) await raise(access, findings)
  await addVolume(volume, seen[0]?.access.at ?? 0)
}

async function parcelsOf(reported: readonly Reported[]): Promise<ReadonlyMap<string, Parcel>> {
  const ids = new Set(reported.map(({ reference }) => parcelIdOf(carrierId, reference.trackingNumber)))
  const { Responses = {} } = await documents.send(
    new BatchGetCommand({ RequestItems: { [recordsTable]: { Keys: [...ids].map((recordId) => ({ recordId })) } } }),
  )
  const parcels = z.array(parcelRow).parse(Responses[recordsTable] ?? [])
  return new Map(parcels.map((parcel) => [parcel.recordId, parcel]))
}

function accessOf({ at, accessor, outcome, proof: shown }: Reported, parcel: Parcel): Access {
  const network = keyedDigest("network", networkOf(accessor.ip) ?? accessor.ip)
  const { session } = accessor
  return {
    at: Math.floor(Date.parse(at) / 1_000),
    subject:
      session === undefined
        ? { kind: "anonymous", fingerprint: network }
        : { kind: "cookie", fingerprint: keyedDigest("session", carrierId, session) },
    network: { kind: "unknown", fingerprint: network },
    accessorClass: "public",
    networkClass: "public",
    retailer: 0,
    series: 0,
    tag: parcel.tag ?? keyedDigest("tag", parcel.recordId).slice(0, 6),
    ordinal: parcel.ordinal ?? null,
    outcome,
    proof: shown === "none" || shown === "postalCode" ? shown : "strong",
    deliveryPoint: parcel.deliveryPoint ?? null,
    canary: false,
  }
}

function disclosureOf(
  { accessId, at, proof: shown, fields }: Reported,
  of: { readonly parcel: Parcel; readonly access: Access; readonly proven: boolean },
) {
  const { parcel, access, proven } = of
  return entryOf({
    subject: `subject#${access.subject.fingerprint}`,
    network: `network#${access.network.fingerprint}`,
    accessId,
    at,
    recordId: parcel.recordId,
    retailerId: parcel.retailerId ?? carrierId,
    shipmentId: parcel.shipmentId,
    carrierId,
    block: parcel.retailerId === undefined ? undefined : blockKey(parcel.retailerId, access.ordinal ?? 0),
    tool: toolOf(carrierId),
    proof: shown,
    provenForExposure: proven,
    fields,
    reportedBy: carrierId,
  })
}
