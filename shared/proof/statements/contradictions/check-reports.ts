import type { LoggedDisclosure, LoggedLeaf } from "../../../base/contracts/logged-disclosure.ts"
import { parcelErased } from "../../../base/contracts/shipment-erased.ts"
import { toolOf } from "../../../base/contracts/tool-name.ts"
import type { TrackingAccess } from "../../../base/contracts/tracking-accessed.ts"
import { canonicalJson } from "../../../base/platform/canonical-json.ts"
import { groupedBy } from "../../../base/platform/grouped-by.ts"
import type { Alarm } from "./alarm.ts"
import { daysFor, type Held, type HeldEvent } from "./held.ts"
import { differenceTo, disclosuresIn, type KnownLookup, leavesBetween } from "./held-leaves.ts"

/** What a carrier knows of its own lookups, by its id of each. */
type Known = { readonly party: string; readonly references: ReadonlyMap<string, TrackingAccess["reference"]> }

/** The ledger of some days: entries by the first lookup, and those that may unite lookups, by day and proof. */
type Ledger = {
  readonly byAccess: ReadonlyMap<string, LoggedDisclosure>
  readonly byDay: ReadonlyMap<string, readonly LoggedDisclosure[]>
}

/**
 * Compares the lookups that a carrier reported with its ledger. A lookup that showed something is an entry under its
 * own id, or one of those that an entry unites. That entry may have been logged before the report of this one.
 */
export function reportAlarms(
  { party, reports, events = [] }: Pick<Held, "party" | "reports" | "events">,
  byDay: ReadonlyMap<string, readonly LoggedLeaf[]>,
): Alarm[] {
  const erased = new Set(events.flatMap(erasedNumber))
  const all = reports.flatMap(({ sentAt, accesses }) => accesses.map((access) => ({ sentAt, access })))
  const references = new Map(all.map(({ access: { accessId, reference } }) => [accessId, reference]))
  const known: Known = { party, references }
  const byTime = groupedBy(all, ({ sentAt, access }) => daysFor(access.at, sentAt).join(" "))
  return [...byTime.values()].flatMap((some) => {
    const [first] = some
    const leaves = first && leavesBetween(first.access.at, first.sentAt, byDay)
    if (leaves === undefined) return []
    const disclosures = disclosuresIn(leaves)
    const ledger = ledgerOf(disclosures)
    const day = daysFor(first?.sentAt ?? "").at(-1) ?? ""
    const alarms = some
      .filter(({ access }) => access.fields.length > 0 && !isErased(access, erased))
      .flatMap(({ access }) => reportedAlarm(access, known, ledger).map((alarm): Alarm => ({ ...alarm, day })))
    // A leaf without its disclosure may be one of them: its shipment was erased.
    const leftOut = new Set(alarms.filter(({ kind }) => kind === "disclosureLeftOut"))
    return leftOut.size > leaves.length - disclosures.length ? alarms : alarms.filter((alarm) => !leftOut.has(alarm))
  })
}

const isErased = ({ reference }: TrackingAccess, erased: ReadonlySet<string>): boolean =>
  reference.kind === "trackingNumber" && erased.has(reference.trackingNumber)

const nameOfDay = (at: string, proof: string): string => `${at.slice(0, 10)} ${proof}`

const ledgerOf = (disclosures: readonly LoggedDisclosure[]): Ledger => ({
  byAccess: new Map(disclosures.flatMap((one) => (one.accessId === undefined ? [] : [[one.accessId, one]]))),
  byDay: groupedBy(disclosures, ({ at, proof }) => nameOfDay(at, proof)),
})

function reportedAlarm(access: TrackingAccess, known: Known, ledger: Ledger): Omit<Alarm, "day">[] {
  const { accessId: about, at, lastAt, fields, proof } = access
  const lookup: KnownLookup = { at, lastAt, fields, proof, tool: toolOf(known.party) }
  const own = ledger.byAccess.get(about)
  const told = `You reported lookup ${about} of ${at}.`
  if (own === undefined) {
    const candidates = [proof, "none"].flatMap((shown) => ledger.byDay.get(nameOfDay(at, shown)) ?? [])
    const isUnited = candidates.some(
      (entry) => differenceTo(lookup, entry) === undefined && mayBeOfSameParcel(access, entry, known),
    )
    return isUnited ? [] : [{ kind: "disclosureLeftOut", about, words: `${told} The ledger lacks it.` }]
  }
  // An entry has the time of its first lookup.
  const difference = own.at === at ? differenceTo(lookup, own) : "another time"
  if (difference === undefined) return []
  return [{ kind: "disclosureRewritten", about, words: `${told} The ledger has it with ${difference}.` }]
}

/** An entry is about one parcel. The carrier knows by which reference its first lookup asked for it. */
function mayBeOfSameParcel({ reference }: TrackingAccess, entry: LoggedDisclosure, { references }: Known): boolean {
  const first = references.get(entry.accessId ?? "")
  if (first === undefined || first.kind !== reference.kind) return true
  return canonicalJson(first) === canonicalJson(reference)
}

function erasedNumber({ type, data }: HeldEvent): string[] {
  const parsed = parcelErased.data.safeParse(data)
  return type === parcelErased.detailType && parsed.success ? [parsed.data.trackingNumber] : []
}
