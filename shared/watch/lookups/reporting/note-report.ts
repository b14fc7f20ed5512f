import * as z from "zod"
import { boundedString } from "../../../base/contracts/bounded-string.ts"
import { reveals } from "../../../base/contracts/opaque-id.ts"
import type { Problem } from "../../../base/contracts/problem.ts"
import type { TrackingAccess, trackingAccessed } from "../../../base/contracts/tracking-accessed.ts"
import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import type { ReceivedEvent } from "../../../parties/received-event.ts"
import { arrivalExpiry } from "./kept-rows.ts"
import { arrivalsKey, type ReportStreams, reportKey } from "./report-streams.ts"

const named = z.looseObject({ accessId: boundedString(64) })

/**
 * Notes that a numbered report arrived, after its accesses were recorded. A report without a number is not noted. A
 * repeat changes nothing.
 *
 * @returns the problem of a number that came before with other accesses, or of a stream that is not opaque
 */
export async function noteReport(
  { streams, keyedHash }: { streams: Pick<ReportStreams, "note">; keyedHash: Pick<KeyedHash, "lastingHash"> },
  { party, data, receivedAt }: Pick<ReceivedEvent<typeof trackingAccessed>, "party" | "data" | "receivedAt">,
  of: { accesses: readonly TrackingAccess[]; retailerIds: readonly string[] },
): Promise<Problem[]> {
  const { report } = data
  if (report === undefined) return []
  if (of.accesses.some((access) => reveals(report.stream, secretsOf(access))))
    return [{ path: "data.report.stream", rule: "notOpaque" }]
  const digest = digestOf(keyedHash, data.accesses)
  const noted = await streams.note({
    pk: arrivalsKey(party.id, report.stream),
    sk: reportKey(report.number),
    type: "report",
    number: report.number,
    accesses: data.accesses.length,
    digest,
    retailerIds: [...new Set(of.retailerIds)].sort(),
    receivedAt,
    expiresAt: arrivalExpiry(receivedAt),
  })
  return noted.digest === digest ? [] : [{ path: "data.report.number", rule: "conflict" }]
}

/** A stream stays for years. By chance it has some short reference of a customer in it, which reveals nothing. */
const shortestSecret = 8

function secretsOf({ reference, accessor }: TrackingAccess): readonly string[] {
  const asked = reference.kind === "trackingNumber" ? reference.trackingNumber : reference.orderReference
  const secrets = accessor.kind === "raw" ? [asked, accessor.ip] : [asked]
  return secrets.filter(({ length }) => length >= shortestSecret)
}

/**
 * Of the access ids. Reports of the same accesses are the same report. It is keyed, because an id that breaks a rule
 * can be a reference.
 */
function digestOf(keyedHash: Pick<KeyedHash, "lastingHash">, accesses: readonly unknown[]): string {
  const ids = accesses.map((access) => named.safeParse(access).data?.accessId ?? "")
  return keyedHash.lastingHash("report", ...ids.sort())
}
