import type { HeldCause, UnlookedPart } from "../../../base/contracts/part-of-erasure.ts"
import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import type { ErasedShipment, FindParts, FoundPart } from "../../../intake/erasures/found-part.ts"
import type { PartyDirectory } from "../../../parties/party-directory.ts"
import { type Disclosure, nameOfItem } from "../ledger/disclosure.ts"
import type { Disclosures } from "../ledger/disclosures.ts"
import type { DisclosureLog } from "../log/disclosure-log.ts"
import { type LoggedRow, parcelKey } from "../log/log-rows.ts"
import { referenceTagsOf } from "../references/looked-up.ts"
import { forgetTraces, type ProfileTools, type ProfileTraces, profileTracesOf } from "./profile-traces.ts"

/** What cases need of a shipment. */
export type Evidence = {
  /** Entries of the ledger that an open case may still count. They stay, with all that tells of these lookups. */
  readonly entries: readonly Disclosure[]
  /** Why they stay. */
  readonly because: readonly HeldCause[]
  /** The rows of the cases themselves. */
  readonly ofCases: FoundPart
}

/** Finds what cases need of a shipment, given its entries of the ledger. */
export type FindEvidence = (shipment: ErasedShipment, entries: readonly Disclosure[]) => Promise<Evidence>

type FindingTools = ProfileTools & {
  /** Absent in a stage without the desk. */
  findEvidence?: FindEvidence | undefined
  disclosures: Pick<Disclosures, "ofRecord" | "remove">
  /** Absent in a stage without statements. */
  log?: Pick<DisclosureLog, "ofParcel" | "forget"> | undefined
  parties: Pick<PartyDirectory, "carrierById">
  hashes: KeyedHash
}

/**
 * Finds the lookups that showed a shipment: in the ledger, in the logs of its parties and in access profiles, beside
 * what cases made of them. The leaves of logs stay.
 */
export function makeFindLookups(tools: FindingTools): FindParts {
  const { findEvidence, disclosures, log, hashes } = tools
  return async (shipment) => {
    const entries: Disclosure[] = []
    for (const recordId of shipment.recordIds)
      for await (const entry of disclosures.ofRecord(recordId)) entries.push(entry)
    const evidence = await findEvidence?.(shipment, entries)
    const [kept, because] = [evidence?.entries ?? [], evidence?.because ?? []]
    const removed = entries.filter((entry) => !kept.includes(entry))
    const profiles = await findInProfiles(tools, shipment, { removed, kept })
    const logged = log === undefined ? undefined : await findLogged({ log, hashes }, shipment, kept)
    const parts: FoundPart[] = [
      {
        part: "accessProfileEntries",
        removing: profiles.forgotten.reduce((sum, { names }) => sum + names.length, 0),
        held: profiles.kept,
        because,
        remove: () => forgetTraces(tools, profiles.forgotten),
      },
      ...(log === undefined || logged === undefined
        ? []
        : [
            {
              part: "logEntries" as const,
              removing: logged.removed.length,
              held: logged.kept,
              because,
              remove: () => log.forget(logged.removed),
            },
          ]),
      ...(evidence === undefined ? [] : [evidence.ofCases]),
      // Last, since it says whose profiles there are.
      {
        part: "ledgerEntries",
        removing: removed.length,
        held: kept.length,
        because,
        remove: () => disclosures.remove(removed),
      },
    ]
    return { parts, notLookedFor: unlookedParts(tools) }
  }
}

function unlookedParts({ log, findEvidence }: Pick<FindingTools, "log" | "findEvidence">): UnlookedPart[] {
  return [
    ...(log === undefined ? (["logEntries"] as const) : []),
    ...(findEvidence === undefined ? (["caseEvidence"] as const) : []),
  ]
}

async function findInProfiles(
  tools: FindingTools,
  { retailerId, traces }: ErasedShipment,
  entries: { removed: readonly Disclosure[]; kept: readonly Disclosure[] },
): Promise<ProfileTraces> {
  const { carrierId } = traces
  const carrier = carrierId === undefined ? undefined : await tools.parties.carrierById(carrierId)
  const tags = referenceTagsOf(tools.hashes, retailerId, traces, carrier?.trackingNumbers?.format)
  return profileTracesOf(tools, tags, entries)
}

/** The shipment's entries in the logs of its parties: those to remove, and how many are held. */
async function findLogged(
  { log, hashes }: { log: Pick<DisclosureLog, "ofParcel">; hashes: KeyedHash },
  { recordIds }: ErasedShipment,
  held: readonly Disclosure[],
): Promise<{ removed: readonly LoggedRow[]; kept: number }> {
  const removed: LoggedRow[] = []
  let kept = 0
  for (const recordId of recordIds)
    for await (const row of log.ofParcel(parcelKey(hashes, recordId)))
      if (held.some((entry) => nameOfItem(entry) === nameOfItem(row.item))) kept += 1
      else removed.push(row)
  return { removed, kept }
}
